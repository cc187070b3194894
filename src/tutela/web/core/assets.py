"""Brings the style sheets and scripts of GOV.UK and MoJ Frontend to where pages find them, without the brand.

They are installed with npm from `package-lock.json` into a work folder, and only what pages use is copied to
`static/vendor/`, which is not kept in the repository. The typeface, crest, crown and logotypes that only GOV.UK
and the Ministry may use are left behind, and the built style sheets are rewritten so that nothing asks for them.

    python -m tutela.web.core.assets            what pages need
    python -m tutela.web.core.assets --check    also the accessibility checker that browser tests use
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
WORK = ROOT / ".build" / "frontend"
AXE = WORK / "node_modules" / "axe-core" / "axe.min.js"

GOVUK = "node_modules/govuk-frontend"
MOJ = "node_modules/@ministryofjustice/frontend"
STYLES = (f"{GOVUK}/dist/govuk/govuk-frontend.min.css", f"{MOJ}/moj/moj-frontend.min.css")
SCRIPTS = (f"{GOVUK}/dist/govuk/govuk-frontend.min.js", f"{MOJ}/moj/moj-frontend.min.js")
IMAGES = (f"{GOVUK}/dist/govuk/assets/images", f"{MOJ}/moj/assets/images")
NOT_OURS = ("crest", "crown", "logotype", "opengraph", "touch-icon", "favicon")


class AssetsError(Exception):
    """The front-end packages could not be brought in; the text says why and what to do."""


def build(target: Path = VENDOR, npm: Sequence[str] = ("npm",), *, work: Path = WORK, check: bool = False) -> bool:
    """Fill `target` from the locked packages; False when it already holds exactly these.

    `npm` is the command that runs npm, as a list. With `check` the accessibility checker is installed too (it
    stays in `work`). Safe to call from two processes at once. Raises AssetsError.
    """
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        if (target / "stamp").exists():
            return False  # an installed wheel carries the result, not the recipe
        raise AssetsError(f"{lock} is missing, so there is no record of which front-end packages to install.")
    wanted = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    checker_is_there = (work / AXE.relative_to(WORK)).exists()
    missing = check and not checker_is_there
    if _stamp(target) == wanted and not missing:
        return False
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _alone(work / "lock"):
            if _stamp(target) != wanted or missing:
                # What a developer's tests use is not taken away by the next start of the product.
                _install(work, npm, check or checker_is_there)
                _publish(work, target, wanted)
    except OSError as error:
        raise AssetsError(f"The style sheets of the pages could not be written: {error}.") from error
    return True


def unbrand(css: str) -> str:
    """The built style sheet without GDS Transport, the crest and absolute addresses; refuses what it cannot clean."""
    css = re.sub(r"/\*!?.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "var(--tutela-font)")
    css = re.sub(r"[^{}]*\{[^{}]*/(?:[a-z-]*crest|[a-z-]*logotype)[^{}]*\}", "", css)
    css = css.replace("url(/assets/images/", "url(images/")
    left = [address for address in re.findall(r"url\(([^)]*)\)", css) if not address.startswith("images/")]
    left += [word for word in ("GDS Transport", "@font-face", "sourceMappingURL") if word in css]
    if left:
        raise AssetsError(f"A front-end package changed: its style sheet still holds {', '.join(left)[:200]}.")
    return css.strip() + "\n"


def _install(work: Path, npm: Sequence[str], check: bool) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(ROOT / name, work / name)
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if check else ["--omit=dev"])]
    try:
        done = subprocess.run(command, check=False, cwd=work, capture_output=True, text=True, timeout=600)
    except FileNotFoundError as error:
        raise AssetsError(
            f"{npm[0]} was not found. Install Node (Debian: apt-get install npm) or give another command."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise AssetsError("npm did not finish within ten minutes. Is the package registry reachable?") from error
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if "error" in line][:5] or done.stderr.splitlines()[-5:]
        raise AssetsError("npm could not install the front-end packages:\n  " + "\n  ".join(last))


def _publish(work: Path, target: Path, stamp: str) -> None:
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "images").mkdir(parents=True)
    wanted: set[str] = set()
    for path in STYLES:
        css = unbrand((work / path).read_text("utf-8"))
        wanted.update(re.findall(r"url\(images/([^)]+)\)", css))
        (fresh / Path(path).name).write_text(css, "utf-8")
    for path in SCRIPTS:
        # A source map that is not shipped would be one 404 for each visitor with developer tools open.
        script = re.sub(r"//# sourceMappingURL=\S+", "", (work / path).read_text("utf-8"))
        (fresh / Path(path).name).write_text(script, "utf-8")
    for name in sorted(wanted):
        source = next((p for folder in IMAGES if (p := work / folder / name).exists()), None)
        if source is None or any(word in name for word in NOT_OURS):
            raise AssetsError(f"A style sheet asks for the picture {name}, which is missing or not ours to use.")
        shutil.copyfile(source, fresh / "images" / name)
    (fresh / "licences.txt").write_text(_licences(work), "utf-8")
    (fresh / "stamp").write_text(stamp, "utf-8")
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _licences(work: Path) -> str:
    lines = ["Third-party style sheets and scripts in this folder, rewritten by tutela.web.core.assets.", ""]
    for folder in (GOVUK, MOJ):
        package = json.loads((work / folder / "package.json").read_text("utf-8"))
        lines += [f"{package['name']} {package['version']}", f"Licence: {package['license']}"]
        for notice in sorted((work / folder).glob("LICEN[CS]E*")):
            lines += ["", notice.read_text("utf-8").strip()]
        lines.append("")
    return "\n".join(lines)


def _stamp(target: Path) -> str:
    try:
        return (target / "stamp").read_text("utf-8").strip()
    except OSError:
        return ""


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    try:
        built = build(check="--check" in sys.argv[1:])
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Style sheets and scripts are in {VENDOR}" + ("" if built else " already") + ".")
    return 0


if __name__ == "__main__":
    sys.exit(main())
