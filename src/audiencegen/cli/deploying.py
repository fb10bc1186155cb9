"""`init --deploy HOST`: the files by which a host, or a workflow, puts `output/site/` online, and nothing else.

They lie in `recipes/` as they are written; what is filled in are the output folder and the steps of the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiencegen.cli.installed import Needed
from audiencegen.cli.terminal import Terminal
from audiencegen.values import Value

WORKFLOW = ".github/workflows/site.yml"
SCRIPT = "deploy.sh"
NEEDED = "requirements.txt"
_READ_ONLY = "  contents: read"
_PAGES = (
    f"{_READ_ONLY}\n  pages: write\n  id-token: write",
    "    environment:\n      name: github-pages\n      url: ${{ steps.pages.outputs.page_url }}\n",
)


class Host(Value, frozen=True):
    """`files` are written, path → recipe; `steps` are those of the workflow that are this host's own."""

    files: Mapping[str, str]
    after: tuple[str, ...]
    steps: str = ""
    permissions: str = _READ_ONLY
    environment: str = ""


_WORKFLOW = {WORKFLOW: "workflow.yml"}
HOSTS: Mapping[str, Host] = {
    "github-pages": Host(
        _WORKFLOW,
        (
            "On GitHub, under Settings → Pages, choose “GitHub Actions” as the source.",
            "Write the address that GitHub shows there into `url`: https://NAME.github.io/REPOSITORY, or your domain.",
        ),
        "github-pages.yml",
        *_PAGES,
    ),
    "netlify": Host(
        {**_WORKFLOW, "netlify.toml": "netlify.toml"},
        (
            "Make a site on Netlify that is not connected to the repository, for the workflow brings what it builds.",
            "On GitHub, under Settings → Secrets → Actions, add NETLIFY_AUTH_TOKEN and NETLIFY_SITE_ID.",
        ),
        "netlify.yml",
    ),
    "cloudflare-pages": Host(
        _WORKFLOW,
        (
            "Make a project for direct upload under Cloudflare → Workers & Pages.",
            "On GitHub, under Settings → Secrets → Actions, add CLOUDFLARE_API_TOKEN (it may edit Pages) and "
            "CLOUDFLARE_ACCOUNT_ID, and the variable CLOUDFLARE_PROJECT.",
        ),
        "cloudflare-pages.yml",
    ),
    "rsync": Host(
        {SCRIPT: SCRIPT},
        (
            "See what would change: ./deploy.sh you@host:/var/www/letter/ --dry-run",
            "Then the same without --dry-run. What is in that folder and not in your site is deleted there.",
            "For letters that become due, let your computer run it once a day; docs/how-to/deploy.md has the line.",
        ),
    ),
}


def files(host: Host, output: str, needed: Needed) -> dict[str, str]:
    """What is to be written, by path."""
    installed = {NEEDED: f"{needed.line}\n"} if host.steps else {}
    return {path: _filled(_recipe(name), host, output) for path, name in host.files.items()} | installed


def closing(folder: Path, host: Host, written: list[str], output: str, needed: Needed, terminal: Terminal) -> None:
    """What was written, what was there already, what may go wrong, and what comes next."""
    for name, text in files(host, output, needed).items():
        if name in written:
            terminal.say(f"wrote {folder / name}")
        else:
            same = (folder / name).read_text("utf-8", "replace") == text
            terminal.say(
                f"{folder / name} is there already; it was not changed" + (", and need not be." if same else ".")
            )
    for warning in _warnings(folder, host, needed):
        terminal.warn(warning)
    terminal.say()
    terminal.say("Next:")
    for step in (*needed.before, *host.after) if host.steps else host.after:
        terminal.say(f"  {step}")
    if host.steps:
        terminal.say("  Commit these files, and push. Each push builds the site, and so does every morning.")


def _warnings(folder: Path, host: Host, needed: Needed) -> list[str]:
    ignored = _text(folder / ".gitignore").split()
    found = []
    if not {"/private/", "private/", "/private", "private"} & set(ignored):
        found.append("Add /private/ to .gitignore: your readers must not go where the site goes.")
    if host.steps and "audiencegen" not in _text(folder / NEEDED):
        found.append(f"Add {needed.line} to {NEEDED}: the workflow installs what stands there.")
    return found


def _filled(recipe: str, host: Host, output: str) -> str:
    parts = {
        "@PERMISSIONS@": host.permissions,
        "@ENVIRONMENT@\n": host.environment,
        "@DEPLOY@\n": _recipe(host.steps) if host.steps else "",
        "@OUTPUT@": output,
    }
    for mark, part in parts.items():
        recipe = recipe.replace(mark, part)
    return recipe


def _recipe(name: str) -> str:
    return (Path(__file__).parent / "recipes" / name).read_text("utf-8")


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""
