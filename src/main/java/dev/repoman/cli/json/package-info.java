/// The documents that `--json` prints, one record each; `docs/json.md` describes them field by field. Each
/// begins with `format`, and they only ever grow. A member that is null is left out, unless its component
/// says otherwise.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.json;
