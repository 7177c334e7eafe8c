"""Every page carries the Content-Security-Policy, and holds nothing that it would stop."""

from collections.abc import Iterator

from scripts.checks.built.site import BuiltSite
from scripts.content import Problem
from scripts.render.policy import digest, inline_scripts


def check(built: BuiltSite) -> Iterator[Problem]:
    """Look at scripts, handlers, addresses that are scripts, and style elements."""
    for page in built.pages:
        policies = page.tree.xpath("//head/meta[@http-equiv='Content-Security-Policy']")
        if len(policies) != 1:
            yield page.problem("built-policy", f"{len(policies)} policies in the head; the build writes one")
            continue
        if before := policies[0].xpath("preceding::*[self::script or self::link or self::style][1]"):
            yield page.problem("built-policy", f"<{before[0].tag}> stands before the policy and escapes it")
        for script in inline_scripts(page.tree):
            if digest(script) not in policies[0].get("content", ""):
                message = (
                    f"the policy does not name the script {script[:30].strip()!r}; move it into a file of the site"
                )
                yield page.problem("built-policy", message)
        for element in page.tree.iter():
            for name, value in element.attrib.items():
                if name.startswith("on"):
                    message = f'{name}="{value[:30]}" would not run; listen in a script of the site'
                    yield page.problem("built-policy", message, f"{name}=")
                elif value.strip().lower().startswith("javascript:"):
                    yield page.problem("built-policy", f"{value[:30]} would not run; use a button and a script", value)
        for style in page.tree.iter("style"):
            message = f"<style> {(style.text or '').strip()[:30]!r} would not apply; move it into docs/stylesheets"
            yield page.problem("built-policy", message, "<style")
