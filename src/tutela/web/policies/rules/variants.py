"""Which variant of an agreement is for whom: by what they are here, and by age for those who learn."""

from dataclasses import dataclass

BANDS = {"5-7": (5, 7), "7-11": (7, 11), "11-16": (11, 16), "16-plus": (16, 18), "adult": (18, 200)}
"""Age bands of groups in whole years, the end exclusive; for learners whose date of birth nobody has noted."""
EASY_READ = "easy-read"
"""The reading of what may be read and signed instead of another agreement for the same people."""
PICTURED = ("pictures", EASY_READ)
GOVERNORS = frozenset({"governor", "chair"})


@dataclass(frozen=True, slots=True)
class Ages:
    """For which ages a variant is meant, the end exclusive; None where it is open."""

    first: int | None = None
    below: int | None = None

    def hold(self, age: int) -> bool:
        return (self.first is None or age >= self.first) and (self.below is None or age < self.below)

    def hold_band(self, band: str) -> bool:
        """Whether those of an age band read this variant: by its youngest, so that nobody gets too hard a text."""
        return self.hold(BANDS[band][0]) if band in BANDS else False

    @property
    def bands(self) -> list[str]:
        return [band for band in BANDS if self.hold_band(band)]
