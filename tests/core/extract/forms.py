"""Forms in which a sentence can stand in a page: seen by readers or not, read or not. Also the table of decision 10."""

from __future__ import annotations

from typing import NamedTuple

SENTENCE = "Wrenfield may sell your purchase history and other personal data to advertisers."
PLAIN = "Wrenfield keeps a list of the orders that you placed with it during the last seven years."


class Form(NamedTuple):
    """A form of a page; `body` and `css` hold the sentence as "@"."""

    name: str
    body: str
    seen: bool
    css: str = ""
    head: str = ""
    read: bool | None = None
    """When it differs from what is seen."""

    @property
    def is_read(self) -> bool:
        return self.seen if self.read is None else self.read

    def page(self, sentence: str = SENTENCE) -> str:
        css = self.css.replace("@", sentence).replace("\x00", "@media").replace("\x01", "@layer").replace("\x02", "@")
        style = f"<style>{css}</style>" if css else ""
        around = f"<h1>Privacy Policy</h1><p>{PLAIN}</p>{self.body.replace('@', sentence)}<p>Write to us in Galway.</p>"
        head = f"<meta charset=utf-8><title>Privacy</title>{self.head}{style}"
        return f"<!doctype html><html lang=en><head>{head}</head><body>{around}</body></html>"


SEEN = [
    Form("paragraph", "<p>@</p>", True),
    Form("aria-hidden paragraph", "<p aria-hidden=true>@</p>", True),
    Form("aria-hidden in a paragraph", "<p>Note: <b aria-hidden=true>@</b></p>", True),
    Form("hidden, shown by its style", "<p hidden style='display:block'>@</p>", True),
    Form("hidden, shown by the style sheet", "<p hidden>@</p>", True, "p[hidden]{display:block}"),
    Form("display:none, overruled", "<p class=x style='display:none'>@</p>", True, ".x{display:block!important}"),
    Form("display:none of a weaker rule", "<p id=a class=x>@</p>", True, "#a{display:block} .x{display:none}"),
    Form("display:none in print", "<p class=x>@</p>", True, "\x00 print{.x{display:none}}"),
    Form("display:none on narrow screens", "<p class=x>@</p>", True, "\x00 (max-width:500px){.x{display:none}}"),
    Form("visible in what is not", "<div style='visibility:hidden'><p style='visibility:visible'>@</p></div>", True),
    Form("large letters in small ones", "<div style='font-size:0'><p style='font-size:16px'>@</p></div>", True),
    Form("dark on a light box in a dark page", "<div style='background:#111;color:#111'><p style='background:#eee'>@</p></div>", True),
    Form("white on black", "<div style='background:#000'><p style='color:#fff'>@</p></div>", True),
    Form("text of a drawing", "<svg width=1200 height=30><text x=0 y=20>@</text></svg>", True),
    Form("page in a drawing", "<svg width=900 height=90><foreignObject width=900 height=90><p>@</p></foreignObject></svg>", True),
    Form("formula", "<math><mtext>@</mtext></math>", True),
    Form("srcdoc", "<iframe srcdoc='<p style=font-family:monospace>@</p>' width=900></iframe>", True),
    Form("shadow root", "<div><template shadowrootmode=open><p>@</p></template></div>", True),
    Form("text area", "<textarea readonly rows=4 cols=90>@</textarea>", True),
    Form("entry to choose", "<select size=2><option>@</option></select>", True),
    Form("disabled button", "<button disabled>@</button>", True),
    Form("value of a field", "<input readonly size=120 value='@'>", True),
    Form("ruby", "<p><ruby>x<rt>@</rt></ruby></p>", True),
    Form("written by the style sheet", "<p class=y>Note: </p>", True, ".y::after{content:'@'}"),
    Form("written from an attribute", "<p class=y data-says='@'>Note: </p>", True, ".y::after{content:attr(data-says)}"),
    Form("words of a missing picture", "<p><img alt='@' src='data:,x'></p>", True),
    Form("fallback of an object", "<object data='data:x/y,z'><p>@</p></object>", True),
    Form("class for screen readers, without a style", "<p><span class='sr-only'>@</span></p>", True),
    Form("class of a banner", "<div class='cookie-banner'><p>@</p></div>", True),
    Form("navigation", "<nav><p>@</p></nav>", True),
    Form("note beside the text", "<aside><p>@</p></aside>", True),
    Form("footer", "<footer><p>@</p></footer>", True),
    Form("open dialog", "<dialog open><p>@</p></dialog>", True),
    Form("element with the role of a dialog", "<div role=dialog><p>@</p></div>", True),
    Form("open details", "<details open><summary>More</summary><p>@</p></details>", True),
    Form("link", "<p><a href='https://wrenfield.example/x'>@</a></p>", True),
    Form("legend", "<fieldset><legend>@</legend></fieldset>", True),
    Form("inserted", "<p><ins>@</ins></p>", True),
    Form("deleted, shown without a line", "<p><del>@</del></p>", True, "del{text-decoration:none}"),
    Form("inert", "<p inert>@</p>", True),
]
HIDDEN = [
    Form("hidden", "<p hidden>@</p>", False),
    Form("hidden in a paragraph", "<p>So. <b hidden>@</b></p>", False),
    Form("display:none", "<p style='display:none'>@</p>", False),
    Form("display:none in a paragraph", "<p>So. <em style='display:none'>@</em></p>", False),
    Form("display:none by class", "<p class=h>@</p>", False, ".h{display:none}"),
    Form("display:none in a layer", "<p class=h>@</p>", False, "\x01 base{.h{display:none}}"),
    Form("display:none on wide screens", "<p class=h>@</p>", False, "\x00 (min-width:500px){.h{display:none}}"),
    Form("display:none, nested rule", "<div class=o><p class=h>@</p></div>", False, ".o{.h{display:none}}"),
    Form("display:none after a comment", "<p class=h>@</p>", False, "/* } */.h{/* x */display:none}"),
    Form("display:none of all but", "<p class=h>@</p><p class=k>That is all.</p>", False, "p.h:not(.k){display:none}"),
    Form("visibility", "<p style='visibility:hidden'>@</p>", False),
    Form("opacity", "<p style='opacity:0'>@</p>", False),
    Form("opacity by class", "<p class=h>@</p>", False, ".h{opacity:0.0}"),
    Form("no size", "<p style='font-size:0'>@</p>", False),
    Form("no size, shorthand", "<p style='font:0/0 serif'>@</p>", False),
    Form("white on white", "<p style='color:#fff;background:#fff'>@</p>", False),
    Form("white on the page", "<p style='color:white'>@</p>", False),
    Form("black on a dark box", "<div class=d><p style='color:#000'>@</p></div>", False, ".d{background:#000}"),
    Form("transparent", "<p style='color:transparent'>@</p>", False),
    Form("off screen", "<p style='position:absolute;left:-9999px'>@</p>", False),
    Form("off screen by class", "<p class=a>@</p>", False, ".a{position:absolute} .a{top:-2000px}"),
    Form("indented away", "<p style='text-indent:-9999px;overflow:hidden;white-space:nowrap'>@</p>", False),
    Form("clipped", "<p style='position:absolute;clip:rect(0 0 0 0);height:1px;width:1px;overflow:hidden'>@</p>", False),
    Form("clipped by a path", "<p style='clip-path:inset(50%)'>@</p>", False),
    Form("scaled", "<p style='transform:scale(0)'>@</p>", False),
    Form("no height", "<div style='max-height:0;overflow:hidden'><p>@</p></div>", False),
    Form("content-visibility", "<div style='content-visibility:hidden'><p>@</p></div>", False),
    Form("closed dialog", "<dialog><p>@</p></dialog>", False),
    Form("popover", "<div popover><p>@</p></div>", False),
    Form("template", "<template><p>@</p></template>", False),
    Form("host of a shadow root without a slot", "<div><template shadowrootmode=open><p>Hello.</p></template><p>@</p></div>", False),
    Form("fallback of a film", "<video width=9 height=9><p>@</p></video>", False),
    Form("fallback of a meter", "<meter value=1>@</meter>", False),
    Form("definition in a drawing", "<svg width=90 height=9><defs><text>@</text></defs></svg>", False),
    Form("comment", "<!-- @ -->", False),
    Form("hidden field", "<input type=hidden value='@'>", False),
    Form("style sheet of data", "<p class=h>@</p>", False, head="<link rel=stylesheet href='data:text/css,.h{display:none}'>"),
]
APART = [  # read although a browser does not draw it at first
    Form("noscript", "<noscript><p>@</p></noscript>", False, read=True),
    Form("closed details", "<details><summary>More</summary><p>@</p></details>", False, read=True),
    Form("hidden until found", "<p hidden=until-found>@</p>", False, read=True),
    Form("panel", "<button aria-controls=p>Sales</button><div id=p hidden><p>@</p></div>", False, read=True),
    Form("panel beside its title", "<h3><button>Sales</button></h3><div class=w><p>@</p></div>", False, ".w{display:none}", read=True),
    Form("tab", "<a href='#t'>Sales</a><div id=t role=tabpanel style='display:none'><p>@</p></div>", False, read=True),
    Form("read more", "<p>So <span id=m style='display:none'>@</span><button onclick=\"f('m')\">Read more</button></p>", False, read=True),
    Form("faded in", "<p class='fade-in'>@</p>", False, ".fade-in{opacity:0}", read=True),
    # and drawn, though no longer in force
    Form("struck", "<p><s>@</s></p>", True, read=False),
    Form("deleted", "<p><del>@</del></p>", True, read=False),
    Form("line through", "<p style='text-decoration:line-through'>@</p>", True, read=False),
    Form("line through by class", "<p class=o>@</p>", True, ".o{text-decoration-line:line-through}", read=False),
]
FORMS = [*SEEN, *HIDDEN, *APART]
