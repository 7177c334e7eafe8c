"""Interactive figures: they show what the tested snippets compute, everybody can operate them, and none needs them."""

import gzip
import json
import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, ViewportSize

from scripts.content import ROOT
from snippets.architectures.convolutional_networks import receptive_field
from snippets.architectures.yolo import generalized_overlap, intersection_over_union
from snippets.attention_and_transformers.masks_and_cross_attention import SENTENCE, sentence_weights
from snippets.attention_and_transformers.positions import frequencies
from snippets.foundations.activation_functions import rectifier, saturating, smooth
from snippets.generative_models import diffusion
from snippets.language_models.generation import probabilities, ranked_logits, top_p
from snippets.optimization import adaptive_optimizers as adaptive
from snippets.optimization.learning_rate import quadratic_path
from snippets.optimization.optimizers import Array, Step, momentum_step, plain_step, ravine, tuned_path
from snippets.training.batch_size_and_convergence import minibatch_covariance
from tests.site.axe import ALL, ALONE, AXE, in_the_dark, violations
from tests.site.conftest import Visit
from tests.whole import SITE

SCRIPTS = ROOT / "docs" / "javascripts"
URLS = {name: page.url for page in SITE.pages for name in re.findall(r"\{ data-interactive=([\w-]+) \}", page.text)}
MOST_BYTES = 6000
"""Of a module with what it imports, gzipped."""
WITHIN = "'figure[data-interactive]'"
each_figure = pytest.mark.parametrize("name", sorted(URLS), scope="module")  # all tests of a figure, then the next's


AFRESH = """figure => {
    figure.querySelector(".interactive").remove();
    figure.classList.remove("is-interactive");
    globalThis.siteFigures[figure.dataset.interactive].enhance(figure);
}"""
"""Makes a figure once more, by what makes it when its page is opened."""


IN_VIEW = "figure => figure.scrollIntoView({ behavior: 'instant', block: 'nearest' })"


def opened(reader: Visit, name: str) -> Locator:
    """The figure on its page, which is opened as readers do; enhanced and in view."""
    figure = reader.open(URLS[name]).locator(f"figure[data-interactive={name}]")
    figure.evaluate(IN_VIEW)
    figure.locator(".interactive").wait_for()
    figure.evaluate(IN_VIEW)
    return figure


def figure_of(reader: Visit, name: str) -> Locator:
    """The same as if nobody had touched it; its page is opened only if the reader is elsewhere."""
    if reader.page.url != reader.base + URLS[name]:
        return opened(reader, name)
    figure = reader.page.locator(f"figure[data-interactive={name}]")
    figure.evaluate(AFRESH)
    figure.evaluate(IN_VIEW)
    return figure


MOVE = """(slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return slider.valueAsNumber;
}"""


def set_slider(figure: Locator, name: str, value: float) -> None:
    """Move a slider to a value at once, as a pointer does; it stands at a step only, and so at none between two."""
    assert figure.get_by_role("slider", name=name, exact=True).evaluate(MOVE, value) == pytest.approx(value)


def press_slider(figure: Locator, name: str, value: float) -> None:
    """Move a slider to a value as a keyboard does: to the nearer end, then step by step."""
    slider = figure.get_by_role("slider", name=name, exact=True)
    least, most, step = (float(slider.get_attribute(each) or "nan") for each in ("min", "max", "step"))
    up, down = round((value - least) / step), round((most - value) / step)
    slider.focus()
    slider.press("Home" if up < down else "End")
    for _ in range(min(up, down)):
        figure.page.keyboard.press("ArrowRight" if up < down else "ArrowLeft")
    assert float(slider.input_value()) == pytest.approx(value)


def set_select(figure: Locator, name: str, typed: str) -> None:
    """Choose by typing what an option begins with."""
    select = figure.get_by_role("combobox", name=name)
    select.focus()
    figure.page.keyboard.type(typed)
    select.press("Tab")


def sentence(figure: Locator) -> str:
    """What the figure tells all readers."""
    return figure.get_by_role("status").inner_text()


def numbers(text: str) -> list[str]:
    """The numbers in a text, as Python writes them."""
    return re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text.replace("−", "-")))


def agrees(shown: str, value: float) -> bool:
    """Whether a number is shown right to its last digit."""
    exponent = Decimal(shown).as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(float(shown) - value) <= 0.5 * 10.0**exponent + 1e-9 * abs(value)


def test_there_are_interactive_figures() -> None:
    assert {*URLS} == {path.stem for path in (SCRIPTS / "figures").glob("*.js")}
    assert len(URLS) >= 6


@each_figure
def test_module_is_light_even_with_what_it_imports(name: str) -> None:
    text = (SCRIPTS / "figures" / f"{name}.js").read_text(encoding="utf-8")
    assert re.findall(r'from "(.*)"', text) == ["../figure-parts.js"]
    parts = (SCRIPTS / "figure-parts.js").read_bytes()
    assert len(gzip.compress(text.encode())) + len(gzip.compress(parts)) <= MOST_BYTES


SHOWN = """figure => [
    figure.querySelector(".plots").innerHTML,
    figure.querySelector("output").textContent,
    [...figure.querySelectorAll("input, select")].map(each => each === document.activeElement || each.value),
]"""
"""What a figure draws and says, and where the controls stand that have not the focus."""
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"
PHONE: ViewportSize = {"width": 320, "height": 640}


@each_figure
def test_figure_is_operable_by_keyboard_accessible_and_fits_a_narrow_phone(name: str, light_tab: Visit) -> None:
    figure = opened(light_tab, name)
    page = figure.page
    assert figure.locator("> svg").is_hidden()
    assert sentence(figure).endswith(".")
    controls = figure.locator("input, select").all()
    for control in controls:
        figure.evaluate(AFRESH)
        control.focus()
        before = figure.evaluate(SHOWN)
        if control.get_attribute("type") == "checkbox":
            control.press("Space")
        else:
            first = control.input_value()
            control.press("ArrowRight")
            if control.input_value() == first:
                control.press("ArrowLeft")
        assert figure.evaluate(SHOWN) != before
        assert control.evaluate(f"control => control === document.activeElement && {OUTLINE}") == "solid"
    for plot in figure.locator("[role=img]").filter(visible=True).all():
        assert len(plot.get_attribute("aria-label") or "") > 30
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids)) > 0
    page.evaluate(AXE)
    figure.evaluate(ALONE)
    assert violations(page, ALL, WITHIN) == "[]"
    page.set_viewport_size(PHONE)
    assert violations(page, ALL, WITHIN) == "[]"
    in_the_dark(page)
    assert violations(page, ALL, WITHIN) == "[]"
    page.set_viewport_size({"width": 1280, "height": 640})
    assert violations(page, ALL, WITHIN) == "[]"
    for control in controls:
        assert control.evaluate(f"control => (control.focus(), {OUTLINE})") == "solid"
    page.set_viewport_size(PHONE)
    page.evaluate("restore()")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert figure.evaluate(
        "f => [...f.querySelectorAll(':not(svg *)')].every(e => e.getBoundingClientRect().right <= 320)"
    )
    assert (light_tab.errors, light_tab.foreign) == ([], [])


@each_figure
def test_drawing_stands_without_javascript(name: str, tab_without_scripts: Visit) -> None:
    page = tab_without_scripts.open(URLS[name], scripts=False)
    figure = page.locator(f"figure[data-interactive={name}]")
    assert figure.locator("> svg[role=img]").is_visible()
    assert figure.locator(".interactive").count() == 0


@each_figure
def test_drawing_is_what_is_printed(name: str, light_tab: Visit) -> None:
    figure = figure_of(light_tab, name)
    figure.evaluate(ALONE)  # nobody needs the rest on paper here
    figure.page.emulate_media(media="print")
    assert figure.locator("> svg").is_visible()
    assert figure.locator(".interactive").is_hidden()
    figure.page.emulate_media(media="screen")
    assert figure.locator("> svg").is_hidden()
    figure.page.evaluate("restore()")


@each_figure
def test_nothing_moves_by_itself(name: str, light_tab: Visit) -> None:
    figure = figure_of(light_tab, name)
    before = figure.inner_html()
    figure.page.wait_for_timeout(300)
    assert figure.inner_html() == before
    assert figure.evaluate("f => f.getAnimations({subtree: true}).length") == 0


def test_a_page_without_interactive_figures_loads_no_module_of_them(light_reader: Visit) -> None:
    loaded: list[str] = []
    light_reader.page.on("request", lambda request: loaded.append(request.url))
    light_reader.open("training/number-of-epochs/")
    assert any("assets/site." in url for url in loaded)
    assert not [url for url in loaded if "/figures/" in url]


def test_the_drawing_stays_if_the_module_does_not_load(light_reader: Visit) -> None:
    light_reader.page.route("**/figures/learning-rate.js", lambda route: route.abort())
    page = light_reader.open(URLS["learning-rate"])
    page.locator("figure[data-interactive]").scroll_into_view_if_needed()
    for _ in range(100):  # it is asked for when the reader comes near
        if any("figures/learning-rate.js" in error for error in light_reader.errors):
            break
        page.wait_for_timeout(100)
    assert any("figures/learning-rate.js" in error for error in light_reader.errors)
    assert page.locator("figure[data-interactive] > svg").is_visible()


@pytest.mark.parametrize(("rate", "curvature"), [(1.8, 1), (0.3, 1), (2.1, 1), (1, 1), (0.5, 4), (1.5, 2.5)])
def test_learning_rate_shows_the_path_of_the_snippet(rate: float, curvature: float, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "learning-rate")
    if (rate, curvature) != (1.8, 1):
        set_slider(figure, "Learning rate η", rate)
        set_slider(figure, "Curvature λ", curvature)
    product, factor, steps, end, start = numbers(sentence(figure))
    path = quadratic_path(np.array([float(start)]), np.array([curvature]), rate, int(steps))[:, 0]
    assert agrees(product, rate * curvature)
    assert agrees(factor, path[1] / path[0])
    assert agrees(end, path[-1]) or (abs(path[-1]) > 1000 and float(end) == float(f"{path[-1]:.3g}"))
    ratio = path[1] / path[0]
    words = "diverges" if abs(ratio) > 1 else "oscillates, converges" if ratio < 0 else "converges"
    expected = {1.0: "one step to the minimum", 2.0: "never settles"}.get(rate * curvature, words)
    assert f": {expected}, factor" in sentence(figure)


@pytest.mark.parametrize(("rate", "outcome"), [("0.3", "converges"), ("1.8", "oscillates"), ("2.1", "diverges")])
def test_buttons_set_the_rates_of_the_drawing(rate: str, outcome: str, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "learning-rate")
    press_slider(figure, "Curvature λ", 3)
    figure.get_by_role("button", name=f"η = {rate}").press("Enter")
    assert sentence(figure).startswith(f"η = {rate}0/λ: {outcome}")
    assert figure.get_by_role("slider", name="Learning rate η").get_attribute("aria-valuetext") == f"{rate}0"


def gradient_noise(page: Page, expression: str) -> Any:
    """What an expression gives with the functions of the module `m` and the gradients `g` that the figure shows."""
    module = "globalThis.siteFigures['gradient-noise']"
    return page.evaluate(
        f"() => {{ const m = {module}; const g = m.exampleGradients(2000, m.generator(1)); return {expression} }}"
    )


@pytest.mark.parametrize("powers", [(2, 6), (0, 9), (6, 6), (5, 1)])
def test_gradient_noise_shows_the_spread_of_the_snippet(powers: tuple[int, int], light_tab: Visit) -> None:
    figure = figure_of(light_tab, "gradient-noise")
    gradients = np.array(gradient_noise(figure.page, "g"))
    if powers != (2, 6):
        set_slider(figure, "Batch size B, left", powers[0])
        set_slider(figure, "Batch size B, right", powers[1])
    sizes = [2**power for power in powers]
    theory = [float(np.trace(minibatch_covariance(gradients, size)) ** 0.5) for size in sizes]
    for press in range(3):
        shown = numbers(sentence(figure))
        assert [int(shown[0]), int(shown[3])] == sizes
        assert agrees(shown[1], theory[0])
        assert agrees(shown[4], theory[1])
        # Thirty draws of two correlated, heavy-tailed coordinates; the seeds are fixed, so this never flickers.
        assert [float(shown[2]), float(shown[5])] == pytest.approx(theory, rel=0.35), press
        if sizes[0] != sizes[1]:
            assert agrees(shown[6], 2 ** (abs(powers[0] - powers[1]) / 2))
            assert ("times less." if powers[0] < powers[1] else "times more.") in sentence(figure)
        figure.get_by_role("button", name="Draw again").press("Enter")


def test_gradient_noise_draws_without_bias_and_knows_both_ways_to_draw(light_tab: Visit) -> None:
    page = figure_of(light_tab, "gradient-noise").page
    gradients = np.array(gradient_noise(page, "g"))
    assert gradients.mean(axis=0) == pytest.approx([1.5, 1], abs=0.2)  # E[x (x·w + e)] = w
    for size in (4, 64):
        draws = np.array(gradient_noise(page, f"m.minibatchGradients(g, {size}, 4000, m.generator(7))"))
        covariance = minibatch_covariance(gradients, size)
        error = np.sqrt(np.diag(covariance) / 4000)
        assert np.all(np.abs(draws.mean(axis=0) - gradients.mean(axis=0)) < 4 * error)
        assert np.trace(np.cov(draws.T)) == pytest.approx(np.trace(covariance), rel=0.1)
        for replacement in (True, False):
            shown = gradient_noise(page, f"m.minibatchCovariance(g, {size}, {json.dumps(replacement)})")
            np.testing.assert_allclose(shown, minibatch_covariance(gradients, size, replacement), rtol=1e-10)


FUNCTIONS = {
    "step": lambda z: saturating("step", z),
    "sigmoid": lambda z: saturating("sigmoid", z),
    "tanh": lambda z: saturating("tanh", z),
    "ReLU": lambda z: rectifier("relu", z),
    "leaky": lambda z: rectifier("leaky_relu", z, 0.2),
    "ELU": lambda z: rectifier("elu", z, 1.0),
    "softplus": lambda z: smooth("softplus", z),
    "SiLU": lambda z: smooth("silu", z),
    "GELU": lambda z: smooth("gelu", z),
}


EACH_FUNCTION = """(figure, names) => names.map((name) => {
    const select = figure.querySelector("select");
    select.selectedIndex = [...select.options].findIndex(({ text }) => text.startsWith(name));
    select.dispatchEvent(new Event("input", { bubbles: true }));
    return figure.querySelector("output").innerText;
})"""
"""What the figure says of each function once it is chosen."""


@pytest.mark.parametrize("z", [-3.1, -0.4, 0, 2, 3.3])
def test_activation_functions_show_value_and_slope_of_the_snippet(z: float, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "activation-functions")
    assert sentence(figure).startswith("sigmoid at z = 2.0")
    set_slider(figure, "Pre-activation z", z)
    for function, said in zip(FUNCTIONS, figure.evaluate(EACH_FUNCTION, [*FUNCTIONS]), strict=True):
        assert said.startswith(function)
        *_, shown_z, value, slope = numbers(said)
        expected = FUNCTIONS[function](np.array([z]))
        assert float(shown_z) == z
        assert agrees(value, expected[0][0])
        assert agrees(slope, expected[1][0])


ZERO = np.zeros(2)
RUNNERS: dict[str, tuple[Step, Any]] = {
    "gradient descent": (plain_step, None),
    "momentum": (momentum_step, ZERO),
    "AdaGrad": (adaptive.adagrad_step, ZERO),
    "RMSprop": (adaptive.rmsprop_step, ZERO),
    "Adam": (adaptive.adam_step, (ZERO, ZERO, 0)),
}


@pytest.mark.parametrize(("degrees", "steps"), [(0, 40), (45, 40), (45, 100), (90, 7), (30, 0)])
def test_optimizer_race_shows_the_tuned_paths_of_the_snippet(degrees: int, steps: int, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "optimizer-race")
    if degrees:
        set_slider(figure, "Ravine turned by", degrees)
    if steps != 40:
        set_slider(figure, "Steps", steps)
    shown = {row.get_by_role("rowheader").inner_text(): row for row in figure.locator("tbody tr").all()}
    assert [*shown] == [*RUNNERS]
    angle = np.radians(degrees)
    start = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ [-1.7, 0.4]
    losses = {}
    for name, (step, state) in RUNNERS.items():
        rate, points = tuned_path(step, state, ravine(angle), start, 10.0 ** np.arange(-3, 0.01, 0.25))
        losses[name] = float(0.5 * points[steps] @ ravine(angle) @ points[steps])
        shown_rate, shown_loss = shown[name].get_by_role("cell").all_inner_texts()
        assert agrees(shown_rate, rate)
        assert losses[name] < 1e-9 if "<" in shown_loss else agrees(numbers(shown_loss)[0], losses[name])
    running = [name for name in RUNNERS if shown[name].get_by_role("checkbox").is_checked()]
    assert running == ["gradient descent", "momentum", "AdaGrad"]
    best = min(running, key=losses.__getitem__)
    state = f"{best} leads: its loss is " if steps else "all begin at a loss of 9.4"
    assert f"After {steps} steps in the ravine turned by {degrees}°, {state}" in sentence(figure)


def test_optimizers_join_and_leave_the_race_by_keyboard(light_tab: Visit) -> None:
    figure = figure_of(light_tab, "optimizer-race")
    marks = figure.locator(".plots .green.mark")
    assert marks.count() == 0
    figure.get_by_role("checkbox", name="Adam").press("Space")
    assert marks.count() == 11  # every fourth of 40 steps, and the start
    for name in ("gradient descent", "momentum", "AdaGrad", "Adam"):
        figure.get_by_role("checkbox", name=name).press("Space")
    assert sentence(figure).endswith("nobody runs.")


def test_race_runs_to_its_end_says_one_sentence_and_can_be_stopped(light_reader: Visit) -> None:
    figure = figure_of(light_reader, "optimizer-race")
    figure.page.clock.install(time=0)
    figure.page.clock.pause_at(60)
    steps = figure.get_by_role("slider", name="Steps")
    figure.get_by_role("button", name="Run the race").press("Enter")
    assert (sentence(figure), steps.input_value()) == ("The race is on.", "0")
    figure.page.clock.run_for(600)
    assert (sentence(figure), steps.input_value()) == ("The race is on.", "12")
    figure.get_by_role("button", name="Stop").press("Enter")
    assert "After 12 steps" in sentence(figure)
    figure.page.clock.run_for(600)
    assert steps.input_value() == "12"
    figure.get_by_role("button", name="Run the race").press("Enter")
    figure.page.clock.run_for(10_000)
    assert steps.input_value() == "100"
    assert "After 100 steps" in sentence(figure)
    assert figure.get_by_role("button", name="Run the race").is_visible()


def test_race_is_over_at_once_for_readers_who_want_no_motion(light_tab: Visit) -> None:
    figure = figure_of(light_tab, "optimizer-race")
    figure.page.emulate_media(reduced_motion="reduce")
    figure.get_by_role("button", name="Run the race").press("Enter")
    assert figure.get_by_role("slider", name="Steps").input_value() == "100"
    assert "After 100 steps" in sentence(figure)
    assert figure.get_by_role("button", name="Run the race").is_visible()


@pytest.mark.parametrize(
    ("depth", "kernel", "stride"), [(3, 3, 1), (1, 7, 1), (2, 5, 2), (4, 3, 2), (4, 7, 2), (2, 1, 1)]
)
def test_receptive_field_is_that_of_the_snippet(depth: int, kernel: int, stride: int, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "receptive-field")
    if (depth, kernel, stride) != (3, 3, 1):
        set_slider(figure, "Layers", depth)
        set_slider(figure, "Kernel size k", kernel)
        set_slider(figure, "Stride s of each layer", stride)
    side = receptive_field([(kernel, stride)] * depth)
    assert sentence(figure).startswith(f"One unit of layer {depth} sees {side} × {side} pixels: r = 1 + ")
    assert sentence(figure).endswith(f" = {side}.")
    terms = re.split(r" [+=] ", sentence(figure).split("r = ")[1])
    assert sum(int(np.prod([int(part) for part in term.split("·")])) for term in terms[:-1]) == side
    rows = [int(text.split(": ")[1]) for text in figure.locator(".plots text").all_text_contents()]
    assert rows == [receptive_field([(kernel, stride)] * (depth - level)) for level in range(depth + 1)]
    assert figure.locator(".plots .cell.blue").count() == side


@pytest.mark.parametrize(("p", "q", "power", "exponent"), [(16, 40, 6, 4), (0, 64, 2, 1), (50, 3, 8, 6)])
def test_positional_encoding_shows_products_that_depend_on_the_distance(
    p: int, q: int, power: int, exponent: int, light_tab: Visit
) -> None:
    figure = figure_of(light_tab, "positional-encoding")
    if p != 16:
        for name, value in (("Position p", p), ("Position q", q), ("Width d", power), ("Base", exponent - 1)):
            set_slider(figure, name, value)
    shown = numbers(sentence(figure))
    expected = float(np.cos((p - q) * frequencies(2**power, 10.0**exponent)).mean())
    assert [int(shown[place]) for place in (0, 1, 2, 5)] == [p, q, abs(p - q), abs(p - q)]
    assert agrees(shown[3], expected)
    assert agrees(shown[6], expected)


@pytest.mark.parametrize(
    ("temperature", "query", "causal", "padding", "behind"),
    [(1, 4, True, True, False), (0.25, 2, True, False, False), (4, 1, False, True, False), (2, 3, True, True, True)],
)
def test_attention_weights_are_those_of_the_snippet(
    temperature: float, query: int, causal: bool, padding: bool, behind: bool, light_tab: Visit
) -> None:
    figure = figure_of(light_tab, "attention-weights")
    set_slider(figure, "Temperature", temperature)
    set_select(figure, "Query", SENTENCE[query])
    for name, wanted in (("Causal mask", causal), ("Padding mask", padding), ("Zero behind the softmax", behind)):
        box = figure.get_by_role("checkbox", name=name)
        if box.is_checked() != wanted:
            box.press("Space")
    shown, *weights, total = numbers(sentence(figure))
    expected = sentence_weights(temperature, causal, padding, behind)
    assert agrees(shown, temperature)
    assert all(agrees(each, weight) for each, weight in zip(weights, expected[query], strict=True))
    assert agrees(total, expected[query].sum())
    assert f"“{SENTENCE[query]}”" in sentence(figure)
    assert figure.locator(".plots rect").count() == np.count_nonzero(expected)
    assert figure.locator(".plots rect.blue").count() == np.count_nonzero(expected[query])


def test_attention_weights_say_that_a_row_has_no_key(light_tab: Visit) -> None:
    figure = figure_of(light_tab, "attention-weights")
    figure.get_by_role("combobox", name="Query").press("Home")
    assert sentence(figure).startswith("“‹pad›”")
    assert sentence(figure).endswith("sum 0.00, as no key is allowed.")


def check_boxes(figure: Locator, box: Array, other: Array) -> None:
    """The scores are those of the snippets for these two boxes (corners)."""
    shared, union, iou, giou, diou = numbers(sentence(figure))[:5]
    overlap = float(intersection_over_union(box, other))
    generalized = generalized_overlap(box, other)
    assert float(shared) / float(union) == pytest.approx(overlap)
    assert agrees(iou, overlap)
    assert agrees(giou, generalized[0])
    assert agrees(diou, generalized[1])
    drawn = [float(numbers(text)[0]) for text in figure.locator(".plots text").all_text_contents()[-5:][::2]]
    assert drawn == [float(iou), float(giou), float(diou)]


@pytest.mark.parametrize("corners", [(2, 1, 6, 5), (0, 0, 4, 4), (7, 3.5, 11, 7.5), (4, 0, 8, 4), (1, 1, 3, 3.5)])
def test_box_overlap_shows_the_scores_of_the_snippet(corners: tuple[float, ...], light_tab: Visit) -> None:
    figure = figure_of(light_tab, "box-overlap")
    left, top, right, bottom = corners
    if corners != (2, 1, 6, 5):
        for name, value in (("Width", right - left), ("Height", bottom - top), ("Left", left), ("Top", top)):
            set_slider(figure, name, value)
    check_boxes(figure, np.array([0.0, 0, 4, 4]), np.array(corners, dtype=float))
    assert ("Apart" in sentence(figure)) == (left >= 4 or top >= 4)


def test_either_box_can_be_chosen_and_none_leaves_the_picture(light_tab: Visit) -> None:
    figure = figure_of(light_tab, "box-overlap")
    set_select(figure, "Box", "A")
    assert figure.get_by_role("slider", name="Left").input_value() == "0"
    for name in ("Left", "Top", "Width", "Height"):
        figure.get_by_role("slider", name=name).press("End")
    check_boxes(figure, np.array([8.0, 4, 12, 8]), np.array([2.0, 1, 6, 5]))
    set_select(figure, "Box", "B")
    assert figure.get_by_role("slider", name="Left").input_value() == "2"


@pytest.mark.parametrize("pointer", ["mouse", "touch"])
def test_a_box_follows_the_pointer_in_half_units(pointer: str, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "box-overlap")
    page, target = figure.page, figure.locator("[data-box=A]")
    assert target.evaluate("box => getComputedStyle(box).touchAction") == "none"
    box = target.bounding_box()
    assert box is not None
    unit = box["width"] / 4
    start = (box["x"] + 0.5 * unit, box["y"] + 2 * unit)  # where B does not cover A
    end = (start[0] + 5.1 * unit, start[1] + 20 * unit)  # far below the picture
    if pointer == "mouse":
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=3)
        page.mouse.up()
    else:
        touch = page.context.new_cdp_session(page)
        for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
            places = [{"x": x, "y": y} for x, y in points]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    assert figure.get_by_role("combobox", name="Box").input_value() == "A"
    check_boxes(figure, np.array([5.0, 4, 9, 8]), np.array([2.0, 1, 6, 5]))
    page.mouse.move(*start)
    check_boxes(figure, np.array([5.0, 4, 9, 8]), np.array([2.0, 1, 6, 5]))


@pytest.mark.parametrize(("temperature", "mass", "k"), [(1, 0.9, 5), (0.25, 0.5, 1), (2, 0.95, 16), (1.5, 0.6, 3)])
def test_nucleus_keeps_the_tokens_of_the_snippet(temperature: float, mass: float, k: int, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "nucleus")
    set_slider(figure, "Temperature T", temperature)
    set_slider(figure, "Top-p keeps the mass", mass)
    set_slider(figure, "Top-k keeps the tokens", k)
    shown, *found = numbers(sentence(figure))
    assert agrees(shown, temperature)
    for place, steepness in enumerate((3.0, 0.6)):
        p = probabilities(ranked_logits(steepness, 16), temperature)
        kept, _, held = found[3 * place : 3 * place + 3]
        assert int(kept) == np.count_nonzero(top_p(p, mass))
        assert agrees(held, 100 * p[:k].sum())
        plot = figure.locator(".plots > svg").nth(place)
        assert plot.locator("rect.blue").count() == int(kept)
        assert plot.locator("rect.ink").count() == 16 - int(kept)


def places(figure: Locator, plot: int) -> Array:
    """Where the points of a plot of the figure on diffusion stand, in coordinates of the data."""
    marks = figure.locator(".plots svg[role=img]").nth(plot).locator(".mark")
    found = marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('transform'))")
    return np.array([numbers(each) for each in found], dtype=float) * [6.4, -6.4] / 300 + [-3.2, 3.2]


@pytest.mark.parametrize(("t", "calls", "drawn"), [(200, 20, 1), (0, 5, 1), (1000, 2, 1), (520, 50, 2), (0, 50, 2)])
def test_diffusion_goes_forward_and_back_as_the_snippets_do(t: int, calls: int, drawn: int, light_tab: Visit) -> None:
    figure = figure_of(light_tab, "diffusion")
    set_slider(figure, "Step t", t)
    set_slider(figure, "Calls of the denoiser", (2, 5, 10, 20, 50).index(calls))
    for _ in range(drawn - 1):
        figure.get_by_role("button", name="Draw again").press("Enter")
    module = "globalThis.siteFigures['diffusion']"
    points = figure.page.evaluate(f"() => ({{ ...{module}.draw({drawn}), centers: {module}.CENTERS }})")
    data, noise, x, centers = (np.array(points[name]) for name in ("data", "noise", "start", "centers"))
    shares = np.concatenate([[1.0], diffusion.signal_shares(diffusion.linear_betas())])
    np.testing.assert_allclose(np.linalg.norm(centers, axis=1), 1)
    np.testing.assert_allclose(places(figure, 0), diffusion.noised(data, shares[t], noise), atol=1e-3)
    times = [time for time in np.linspace(1000, 0, calls + 1).astype(int) if time >= t]
    for now, following in pairwise(times):
        predicted = diffusion.mixture_noise(x, shares[now], centers, 0.1, np.full(24, 1 / 24))
        x = diffusion.ddim_step(x, predicted, shares[now], shares[following])
    np.testing.assert_allclose(places(figure, 1), x, atol=1e-3)
    shown = numbers(sentence(figure))
    off = np.mean(np.abs(np.linalg.norm(x, axis=1) - 1) > 0.3)
    assert [int(shown[place]) for place in (0, 2, 3, 4)] == [t, 1000, len(times) - 1, calls]
    assert agrees(shown[1], 100 * shares[t])
    assert agrees(shown[5], 100 * off)
