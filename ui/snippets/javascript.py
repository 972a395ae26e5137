"""A request in JavaScript, with nothing but what Node brings."""

from ui.snippets.address import SecretHeader, secret_headers, url_of
from ui.snippets.literals import (
    JAVASCRIPT,
    JSON,
    is_exact_in_javascript,
    json_string,
    literal,
)
from ui.snippets.request import SnippetRequest

READ_STREAM = """\
let rest = "";
for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + piece).split("\\n");
  rest = lines.pop();
  for (const line of lines) {
    const data = line.startsWith("data:") ? line.slice(5).trim() : "";
    if (!data || data === "[DONE]") continue;
    process.stdout.write(JSON.parse(data).choices?.[0]?.delta?.content ?? "");
  }
}
console.log();
"""
READ_WHOLE = """\
const completion = await response.json();
console.log(completion.choices[0].message.content);
"""


def javascript(request: SnippetRequest) -> str:
    headers = ['"Content-Type": "application/json"', *map(_header, secret_headers(request))]
    lines = "".join(f"    {header},\n" for header in headers)
    body, sent = _body(request)
    return (
        f"{body}\n"
        f"const response = await fetch({json_string(url_of(request))}, {{\n"
        f'  method: "POST",\n  headers: {{\n{lines}  }},\n  {sent},\n}});\n'
        "if (!response.ok) {\n"
        "  throw new Error(`${response.status} ${await response.text()}`);\n"
        f"}}\n{READ_STREAM if request.stream else READ_WHOLE}"
    )


def _header(header: SecretHeader) -> str:
    value = f"process.env.{header.variable}"
    name = json_string(header.name)
    return f"{name}: `{header.before}${{{value}}}`" if header.before else f"{name}: {value}"


def _body(request: SnippetRequest) -> tuple[str, str]:
    """A statement that makes the body, and the option that sends it."""
    if is_exact_in_javascript(request.body):
        return f"const body = {literal(request.body, JAVASCRIPT)};\n", "body: JSON.stringify(body)"
    # A number would not be the same any more, so that the text is written out.
    lines = literal(request.body, JSON).split("\n")
    written = "".join(f"  {json_string(line)},\n" for line in lines)
    return f'const body = [\n{written}].join("\\n");\n', "body"
