"""A request in Go, with the standard library alone."""

from ui.snippets.address import SecretHeader, secret_headers, url_of
from ui.snippets.literals import JSON, json_string, literal
from ui.snippets.request import SnippetRequest

MAIN = """\
func main() {
	request, err := http.NewRequest("POST", %URL%, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
%HEADERS%	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(response.Body)
		log.Fatalf("%s %s", response.Status, said)
	}
"""
READ_STREAM = """\
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "data:"))
		if !strings.HasPrefix(lines.Text(), "data:") || data == "[DONE]" {
			continue
		}
		var chunk struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if err := json.Unmarshal([]byte(data), &chunk); err != nil {
			log.Fatal(err)
		}
		if len(chunk.Choices) > 0 {
			fmt.Print(chunk.Choices[0].Delta.Content)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	fmt.Println()
}
"""
READ_WHOLE = """\
	var completion struct {
		Choices []struct{ Message struct{ Content string } }
	}
	if err := json.NewDecoder(response.Body).Decode(&completion); err != nil {
		log.Fatal(err)
	}
	if len(completion.Choices) > 0 {
		fmt.Println(completion.Choices[0].Message.Content)
	}
}
"""


def go(request: SnippetRequest) -> str:
    headers = secret_headers(request)
    packages = ["encoding/json", "fmt", "io", "log", "net/http", "strings"]
    packages += ["bufio"] if request.stream else []
    packages += ["os"] if headers else []
    imports = "".join(f'\t"{package}"\n' for package in sorted(packages))
    lines = "".join(map(_header, headers))
    main = MAIN.replace("%HEADERS%", lines).replace("%URL%", json_string(url_of(request)))
    reading = READ_STREAM if request.stream else READ_WHOLE
    return (
        f"package main\n\nimport (\n{imports})\n\n"
        f"const body = {raw_string(literal(request.body, JSON))}\n\n{main}{reading}"
    )


def raw_string(json: str) -> str:
    """Text in JSON as it stands; a backtick, which would end it, is escaped in JSON's way."""
    return "`" + json.replace("`", "\\u0060") + "`"


def _header(header: SecretHeader) -> str:
    value = f'os.Getenv("{header.variable}")'
    value = f'"{header.before}"+{value}' if header.before else value
    return f'\trequest.Header.Set("{header.name}", {value})\n'
