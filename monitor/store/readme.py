"""The text of `snapshots/README.md`: how to read the folder without this program."""

README = r"""# What is in this folder, and how to read it without policy-monitor

Every page that was fetched is stored here exactly as received. The files are the archive; `index.sqlite` is derived from them.

| path | content |
|---|---|
| `<policy>/raw/2010/20100518042315-1a2b3c4d.html.gz` | a page's bytes as received, gzipped; named after capture time (UTC) and SHA-256 |
| `<policy>/raw/2010/20100518042315-1a2b3c4d.html.zst` | the same after `policy-monitor pack`: compressed against an earlier page |
| `<policy>/evidence/2026/20260518042315-1a2b3c4d5e6f7081.png` | a picture of a page; `.wacz`: a web archive of it |
| `<policy>/ledger.jsonl` | lines by `"kind"`: `snapshot`, `word` (decision), `mended` (repair), `saved` (archived copy), `evidence` |
| `<policy>/ledger.head` | the number of lines in the ledger, and the SHA-256 of the last one |
| `<policy>/text/20100518042315.md` | the text of each version, below its origin; derived from the files above |
| `<policy>/text/20100518042315.tar.zst` | texts after `policy-monitor pack`: this one and those after it, at most 50 |
| `.record/ledger.jsonl` | a chain like the others: `alert` (written before each alert was queued), `review` (of a change, by a person) |
| `.record/roots.jsonl` | each root that was printed, with the number of lines and the last digest of each ledger that had changed |
| `.record/writing.json` | the bytes that were being written last, and earlier ones that no line names |
| `.record/*.tsr` | timestamps of roots by an outside authority (RFC 3161), if any |
| `index.sqlite` | derived from the files above; may be deleted: `policy-monitor report --rederive` rebuilds it |
| `index.metadata.json` | describes the views in it: `datasette index.sqlite --metadata index.metadata.json` |
| `state.sqlite` | when each policy was checked, and undelivered alerts; can't be rebuilt, so back it up |
| `state.spare.sqlite` | a copy of it without the delivered alerts, used if it is damaged |
| `opinions.sqlite` | what a language model said of changes, if one was asked; may be deleted at any time |
| `.settings.json` | what reading commands need of `config.yaml`, without secrets; may be deleted at any time |
| `.lock`, `.lock.owner` | the process that is writing at present |

Read a page:

    zcat acme/raw/2010/20100518042315-1a2b3c4d.html.gz | less

Read one that ends in `.zst` (a ledger's `path` still ends in `.gz`): an ordinary Zstandard file, or one that begins with the name of the
file whose content it was compressed against. Of such files at most 50 hang on each other. In the policy's folder `raw`:

    page() (
      base=$(head -c 400 "$1" | LC_ALL=C grep -ao '"patch_from":"[^"]*"' | cut -d'"' -f4)
      [ -n "$base" ] || exec zstd -dcq "$1"
      old=$(mktemp) && page "$base" > "$old" && zstd -dcq --patch-from="$old" "$1"; code=$?; rm -f "$old"; exit $code
    )
    page 2010/20100518042315-1a2b3c4d.html.zst | less

`policy-monitor show --raw ID@DATE` prints the same.

Read a text from a group, or list what is in it with `tar --zstd -tf`:

    tar --zstd -xOf acme/text/20100518042315.tar.zst 20100618042315.md

List the snapshots of a policy (needs `jq`):

    jq -r 'select(.kind=="snapshot") | [.captured_at, .source, .sha256[:12], .path, .archive_url // "-"] | @tsv' acme/ledger.jsonl

Check a page against the ledger (`sha256` is computed over the uncompressed bytes):

    zcat acme/raw/2010/20100518042315-1a2b3c4d.html.gz | sha256sum

Check that no line was removed, inserted or altered: each line's `previous` is the SHA-256 of the line before it, without its line end
(64 zeros in the first line), and `ledger.head` has that of the last line.

    previous=$(printf '0%.0s' $(seq 64))
    while IFS= read -r line; do
      [ "$(printf '%s' "$line" | jq -r .previous)" = "$previous" ] || echo "broken before: $line"
      previous=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
    done < acme/ledger.jsonl
    grep -q "$previous" acme/ledger.head || echo "lines are missing from the end"

A last line without a line end was being written when the program or the machine stopped; it has no effect, and the next write removes it.
The same goes for files named `.*.tmp`. Files in `raw/` that no line refers to, but `.record/writing.json` does, were written just before a
crash; their pages will be fetched again.

`policy-monitor verify` performs all of these checks, and derives everything again. Whoever can write here could have rewritten it all. So
keep the root over all ledgers elsewhere: each mail about a change has one, and `policy-monitor verify --against ROOT` compares.

Lines are only ever added to a ledger. A line of kind `mended` states what was missing from the end of a copy of this folder; one of kind
`saved` states where a web archive has a copy of a page.

Backup: copy the whole folder at any time, even while the program is running, except for `state.sqlite`: use
`sqlite3 state.sqlite ".backup …"`, or copy it while nothing is running. A copy taken during a write may lack the last bytes or lines;
`policy-monitor verify --rebuild` then notes in the ledger what is missing, and the copy verifies again.
"""
