"""Is this page sound? What a checker of rules sees, and what it does not: gaps, covers, cuts and errors.

look.assert_sound(page)                                  after page.goto(…)
look.assert_sound(page, "inbox", first_row=".tutela-table tbody tr")

Each page is judged on a desk and on the smallest phone; `PICTURES=folder` keeps what it looks like on both.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, ViewportSize

from tests.browser import looked_at
from tutela.web.core.assets import AXE

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
PICTURES = os.environ.get("PICTURES")
"""A folder in which to keep what the pages look like, for a person to judge."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_WIDTH = ["target-size", "scrollable-region-focusable"]
"""Rules whose verdict may change when nothing but the width of the screen does."""
_heard: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
_examined: WeakKeyDictionary[Page, str] = WeakKeyDictionary()

# Each looks at the page as it is now and returns what is wrong with it, one plain sentence per fault.
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1);
  const name = e => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''}`;
  return [`The page is wider than the screen (${width} pixels): ${wide.slice(0, 3).map(name).join(', ')}`];
}"""
EMPTY_CHARTS = """() => [...document.querySelectorAll('.tutela-chart')].flatMap(figure => {
  const title = figure.querySelector('figcaption')?.textContent.trim();
  const drawing = figure.querySelector('.tutela-chart__drawing');
  if (figure.querySelector('.tutela-chart__none')) return [];
  const marks = [...(drawing?.querySelectorAll('rect, line, circle') ?? [])];
  const size = mark => { const box = mark.getBoundingClientRect(); return box.width + box.height; };
  const seen = marks.some(mark => !mark.closest('defs') && size(mark) > 0);
  const faults = seen ? [] : [`The chart "${title}" is empty`];
  if (!figure.querySelector('table tbody tr')) faults.push(`The chart "${title}" has no table of its figures`);
  return faults;
})"""
CUT_COLUMNS = """() => [...document.querySelectorAll('table')].flatMap(table => {
  const width = document.documentElement.clientWidth;
  const caption = table.caption?.textContent.trim() ?? 'without a caption';
  const cut = [...table.querySelectorAll('th, td')].some(cell => {
    const box = cell.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return false;
    for (let around = cell.parentElement; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflowX === 'visible' || around.closest('thead')) continue;
      if (around.getBoundingClientRect().right + 1 < box.right) return true;
    }
    return box.right > width + 1 || cell.scrollWidth > cell.clientWidth + 1;
  });
  return cut ? [`A column of the table "${caption}" is cut off`] : [];
})"""
COVERED = """selector => {
  const row = document.querySelector(selector);
  if (!row) return [`There is no first row (${selector})`];
  row.scrollIntoView({block: 'center'});
  const box = row.getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 40));
  window.scrollTo(0, 0);
  return hit && row.contains(hit) ? [] : [`The first row (${selector}) is covered by ${hit?.outerHTML.slice(0, 80)}`];
}"""
BROKEN_IMAGES = """() => [...document.images].filter(image => image.complete && !image.naturalWidth)
  .map(image => `A picture did not load: ${image.src}`)"""
DEAD_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')].filter(
  link => link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1)))
).map(link => `The link "${link.textContent.trim()}" leads nowhere on this page (${link.hash})`)"""
RAW_MARKUP = r"""() => {
  const found = document.body.innerText.match(/<\/?[a-z]+[ >]|\{[{%]|&[a-z]+;|\[\(?['"]/);
  return found ? [`Markup can be read as text: ${found[0]}`] : [];
}"""
FONTS = """() => {
  const ours = getComputedStyle(document.body).fontFamily;
  const strange = [...document.querySelectorAll('main *, header *, footer *')].find(
    e => e.checkVisibility() && e.textContent.trim() && !e.closest('code, pre, kbd, samp, svg')
      && getComputedStyle(e).fontFamily !== ours);
  return strange ? [`A text is in another typeface: ${strange.outerHTML.slice(0, 80)}`] : [];
}"""


def watch(page: Page) -> None:
    """Remember what the page complains of from now on: errors in its console, requests that fail."""
    heard = _heard.setdefault(page, [])
    page.on("console", lambda message: heard.append(f"Console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(f"Script: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            # the browser itself gives up what a page asked for when it goes on to the next one
            heard.append(f"Request failed: {request.url} ({request.failure})")
            if "ERR_ABORTED" not in str(request.failure)
            else None
        ),
    )
    page.on(
        "response",
        lambda answer: (
            heard.append(f"{answer.status} for {answer.url}")
            if answer.status >= 400 and answer.request.resource_type != "document"
            else None
        ),
    )


def assert_sound(page: Page, name: str = "", *, first_row: str = "", allowed: tuple[str, ...] = ()) -> None:
    """Fail with everything that is wrong with the page at either width; it is left as wide as it was.

    name: of the picture, where pictures are wanted · allowed: parts of complaints that are expected
    """
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("window.stop()")  # a page that looks again by itself would go on while it is judged
    now = page.viewport_size or DESK
    heavy = looked_at.note(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        if name:
            picture(page, name)
        faults = heavy + [fault for fault in problems(page, first_row) if not any(part in fault for part in allowed)]
        assert not faults, f"{page.url} at {size['width']} pixels:\n" + "\n".join(faults)
    page.set_viewport_size(now)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like as wide as it is now, where somebody asked for it."""
    if PICTURES:
        width = (page.viewport_size or DESK)["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def problems(page: Page, first_row: str = "") -> list[str]:
    """Everything wrong with the page as it is now, in plain sentences."""
    found = list(_heard.get(page, []))
    for check in (SIDEWAYS, EMPTY_CHARTS, CUT_COLUMNS, BROKEN_IMAGES, DEAD_LINKS, RAW_MARKUP, FONTS):
        found += page.evaluate(check)
    if first_row:
        found += page.evaluate(COVERED, first_row)
    return found + accessibility(page)


def accessibility(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice, each with the element it is about.

    Where this very page was examined at another width a moment ago, only what the width decides is asked again.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    shown = page.evaluate("location.href + document.querySelector('main')?.outerHTML")
    only = BY_WIDTH if _examined.get(page) == shown else TAGS
    _examined[page] = shown
    result: dict[str, Any] = page.evaluate("only => axe.run({runOnly: only, resultTypes: ['violations']})", only)
    return [
        f"axe {found['id']} ({found['impact']}): {found['help']}: {node['html'][:160]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@cache
def _axe() -> str:
    if not AXE.exists():
        raise FileNotFoundError("The accessibility checker is missing: python -m tutela.web.core.assets --check")
    return AXE.read_text("utf-8")
