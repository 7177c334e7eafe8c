"""Figures of docs/practice/imagenet.md."""

from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure

# Top-5 error in percent, with protocol: Krizhevsky et al. (2012), Table 2; Szegedy et al. (2014); He et al. (2015).
ENTRIES = (
    (2012, 26.2, "second place: Fisher vectors, no network", INK, "x"),
    (2012, 18.2, "AlexNet, one network (validation)", BLUE, "o"),
    (2012, 16.4, "average of five", BLUE, "o"),
    (2012, 15.3, "entry: seven networks, two with extra data", ORANGE, "s"),
    (2014, 6.67, "GoogLeNet: seven networks, 144 crops", ORANGE, "s"),
    (2015, 3.57, "ResNet: ensemble", ORANGE, "s"),
)


def top_five_error() -> Figure:
    """Top-5 error of the winning entries, and of what stood beside the first of them."""
    alone, average, first = (error for year, error, _, color, _ in ENTRIES if year == 2012 and color != INK)
    assert alone > average > first, "averaging and extra data made the famous number of one network's"
    winners = [error for *_, error, _, color, _ in ENTRIES if color == ORANGE]
    assert sorted(winners, reverse=True) == winners, "the error of the winners falls from year to year"
    figure, axes = new_figure(height=3.6)
    shift = {18.2: 0.5, 15.3: -0.7}
    for year, error, text, color, marker in ENTRIES:
        axes.plot(year, error, marker, color=color)
        height = error + shift.get(error, 0)
        label(axes, f"{error} %  {text}", year + 0.07, height, color, fontsize=9, va="center")
    axes.set_xlim(2011.8, 2016.3)
    axes.set_ylim(0, 29)
    axes.set_xticks([2012, 2013, 2014, 2015])
    axes.set_xlabel("year of the challenge")
    axes.set_ylabel("top-5 error (%)")
    return figure
