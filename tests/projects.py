"""Projects in memory, as the preview holds them: linked, planned, and each output made when it is asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audiencegen.config import Config, Issues
from audiencegen.content.states import Moment
from audiencegen.model import Imprint, Mailbox, Site
from audiencegen.outputs import plan
from audiencegen.problems import Problem
from audiencegen.values import replace
from sites import CONFIG, LOOK, NOW, Files, linked, post

SENDER = Imprint(Mailbox("ann@letters.example.org", "Ann Author"))
SENDING = replace(CONFIG, issues=Issues(imprint=SENDER))
POSTS: Files = {
    "posts/2026-05-01-hello.md": post("preheader: A word", "Good *morning*. See [the table](later.md)."),
    "posts/2026-05-02-quiet.md": post("unlisted: true", title="Quiet"),
    "posts/2026-05-03-fair.md": post("expires: 2026-06-01", title="Fair"),
    "posts/2026-11-27-friday.md": post("date: 2026-11-27 09:00", title="Friday"),
    "posts/idea.md": post("draft: true", title="Idea"),
    "pages/about.md": post(title="About"),
}


class Project:
    """A project in memory, as the preview holds one."""

    def __init__(self, files: Files = POSTS, config: Config = SENDING, now: datetime = NOW) -> None:
        self.config, self.theme, self._files = config, LOOK.theme, files
        self.moment = Moment(now, drafts=True, future=True)
        self._linked = linked(files, config, now, drafts=True, future=True)
        self.site: Site = self._linked.site
        self.problems: tuple[Problem, ...] = self._linked.problems
        self.outputs = {output.path: output for output in plan(self.site, self.theme, None)}

    def resolve(self, reference: Any) -> Any:
        return self._linked._resolved(reference)

    def made(self, path: str) -> bytes:
        output = self.outputs[path]
        return output.recipe(*(self.resolve(part) for part in output.inputs))

    def text(self, file: str) -> str:
        content = self._files.get(file.removeprefix("content/"), "")
        return content if isinstance(content, str) else ""

    def at(self, now: datetime) -> Project:
        return Project(self._files, self.config, now)
