"""What `snapshots/README.md` tells a person who has the folder and not the product."""

README = r"""# What this folder holds, and how to read it without the program

Every page that was fetched is kept here as it came. The files are the archive; the two `.sqlite` files are conveniences.

| path | what |
|---|---|
| `<policy>/raw/2010/20100518042315-1a2b3c4d.html.gz` | the bytes as sent, gzipped; named by capture time (UTC) and SHA-256 |
| `<policy>/ledger.jsonl` | a line of JSON per snapshot (`"kind":"snapshot"`), person's word (`"word"`) or note (`"mended"`, `"saved"`) |
| `<policy>/ledger.head` | how many lines the ledger has, and the last one's SHA-256 |
| `<policy>/text/20100518042315.md` | the text of each version, with where it came from on top; derived from the above |
| `index.sqlite` | derived from the above; may be deleted: `policy-monitor report --rederive` builds it again |
| `state.sqlite` | when what was last checked, and which alerts are owed: not derivable, so back it up |
| `.lock`, `.lock.owner` | who is writing just now |

Read a page:

    zcat acme/raw/2010/20100518042315-1a2b3c4d.html.gz | less

List what is kept (needs `jq`):

    jq -r 'select(.kind=="snapshot") | [.captured_at, .source, .sha256[:12], .path, .archive_url // "-"] | @tsv' acme/ledger.jsonl

Check a page against the ledger (its `sha256` is that of the unpacked bytes):

    zcat acme/raw/2010/20100518042315-1a2b3c4d.html.gz | sha256sum

Check that no line was removed, inserted or altered: each line's `previous` is the SHA-256 of the line before it, without its line end
(the first line's is 64 zeros), and `ledger.head` has the last one's.

    previous=$(printf '0%.0s' $(seq 64))
    while IFS= read -r line; do
      [ "$(printf '%s' "$line" | jq -r .previous)" = "$previous" ] || echo "broken before: $line"
      previous=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
    done < acme/ledger.jsonl
    grep -q "$previous" acme/ledger.head || echo "lines are missing from the end"

A last line without a line end was being written when the machine stopped; it counts for nothing, and the program cuts it off. So do names
that begin with a dot and end in `.tmp`. Bytes that no line names were kept just before a crash and will be fetched again.

With the program: `policy-monitor verify` does all of these checks.

Ledgers are only ever added to. A line of the kind `mended` says in plain words what was missing from the end when a copy was taken,
one of the kind `saved` where a public archive keeps a copy of a page.

Backup: copy the whole folder at any time, also while the program runs, but `state.sqlite` with `sqlite3 state.sqlite ".backup …"` or while
nothing runs. In a copy that was taken while the program wrote, the last bytes or lines may be missing: `policy-monitor verify --rebuild`
notes what, in the ledger, and the copy is whole again.
"""
