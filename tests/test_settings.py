"""What Ivy may set, and what she is told when a setting cannot be used."""

from pathlib import Path

import pytest

from tutela.settings import BadSetting, load


def test_ivy_sets_nothing_and_everything_has_a_place_beside_the_data(tmp_path: Path) -> None:
    settings = load(tmp_path / "records", environment={})
    assert settings.data == tmp_path / "records"
    assert settings.keys == tmp_path / "records.keys"
    assert (settings.web_port, settings.proxy_port) == (8000, 3128)


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "tutela.toml").write_text('web_port = 8100\nproxy_port = 3200\nmail_from = "dsl@oakfield.example"\n')
    settings = load(tmp_path, environment={"TUTELA_WEB_PORT": "8200", "TUTELA_PROXY_PORT": "3300"}, proxy_port=3400)
    assert (settings.web_port, settings.proxy_port, settings.mail_from) == (8200, 3400, "dsl@oakfield.example")


def test_a_secret_is_read_from_the_file_that_the_environment_names(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("smtp://user:secret@mail.example:587\n")
    settings = load(tmp_path, environment={"TUTELA_MAIL_FILE": str(tmp_path / "mail.txt")})
    assert settings.mail == "smtp://user:secret@mail.example:587"


def test_proxy_hosts_file_is_a_setting_of_its_own_and_not_a_secret_in_a_file(tmp_path: Path) -> None:
    settings = load(tmp_path, environment={"TUTELA_PROXY_HOSTS_FILE": "/etc/hosts"})
    assert settings.proxy_hosts_file == Path("/etc/hosts")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("web_prot = 8000", "web_prot in .*tutela.toml is not a setting"),
        ("web_port = 70000", "web_port = '70000' in .*tutela.toml is not accepted: a port is a number from 1 to 65535"),
        ('web_port = "many"', "web_port = 'many' in .*tutela.toml is not accepted"),
        ('time_zone = "Europe/Oakfield"', "time_zone = 'Europe/Oakfield' .* a name such as Europe/London"),
        ('web_address = "0.0.0.0"', "web_address = '0.0.0.0' .* any address but localhost needs tls_certificate"),
        ("web_port = ", "tutela.toml is not valid TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_place_and_what_is_accepted(
    tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "tutela.toml").write_text(line + "\n")
    with pytest.raises(BadSetting, match=words):
        load(tmp_path, environment={})


def test_an_unknown_variable_in_the_environment_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"web_prot in the environment \(TUTELA_WEB_PROT\) is not a setting"):
        load(tmp_path, environment={"TUTELA_WEB_PROT": "1"})


def test_keys_inside_the_data_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="must lie outside the data folder"):
        load(tmp_path, tmp_path / "keys", environment={})


def test_a_long_path_moves_the_sockets_where_a_unix_socket_can_live(tmp_path: Path) -> None:
    settings = load(tmp_path / ("deep" * 30), environment={})
    assert len(str(settings.run / "recorder.sock")) < 107


def test_a_data_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="cannot be written: Not a directory"):
        load(tmp_path / "file" / "data", environment={}).make_folders()


@pytest.mark.parametrize(
    ("given", "address", "host"),
    [
        ("https://tutela.oakfield.example", "https://tutela.oakfield.example", "tutela.oakfield.example"),
        ("https://Tutela.Oakfield.example:443/", "https://tutela.oakfield.example", "tutela.oakfield.example"),
        ("https://tutela.oakfield.example:8443", "https://tutela.oakfield.example:8443", "tutela.oakfield.example"),
        ("https://10.20.0.5", "https://10.20.0.5", "10.20.0.5"),
        ("https://[fd00::5]:8443", "https://[fd00::5]:8443", "fd00::5"),
        ("http://localhost:9000", "http://localhost:9000", "localhost"),
    ],
)
def test_the_address_that_people_use_stands_in_links_as_browsers_name_it(given: str, address: str, host: str) -> None:
    settings = load("/nowhere", environment={"TUTELA_PUBLIC_ADDRESS": given})
    assert (settings.site_address, settings.public_host) == (address, host)
    assert settings.is_behind_tls is address.startswith("https")


def test_without_one_people_use_the_webs_own_address() -> None:
    settings = load("/nowhere", environment={"TUTELA_WEB_PORT": "8123"})
    assert (settings.site_address, settings.is_behind_tls) == ("http://localhost:8123", False)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tutela.oakfield.example", "it begins with https://"),
        ("ftp://tutela.oakfield.example", "it begins with https://"),
        ("https://", "an address such as https://tutela.school.example"),
        ("https://tutela.oakfield.example/safe", "without a path"),
        ("https://tutela.oakfield.example?x=1", "without a path"),
        ("https://tutela.oakfield.example?", "without a path"),
        ("https://ivy:secret@tutela.oakfield.example", "without a path"),
        ("https://tutela.oakfield.example:0", "perhaps with a port"),
        ("https://tutela.oakfield.example:99999", "Port out of range"),
        ("https://-oak.example", "perhaps with a port"),
        ("https://*.oakfield.example", "perhaps with a port"),
        ("https://tutela oakfield.example", "in plain letters"),
        ("https://tütela.example", "xn--"),
        ("https://[fd00::5", "Invalid IPv6"),
        ("http://tutela.oakfield.example", "for all to read"),
    ],
)
def test_an_address_that_nobody_could_use_is_refused_with_what_is_accepted(address: str, words: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load("/nowhere", environment={"TUTELA_PUBLIC_ADDRESS": address})
    assert "public_address = " in str(refused.value)
    assert words in str(refused.value)
