#!/usr/bin/env bash
# A name to write to can be that of an input, or of what is no file: a program that renames over it destroys a
# photograph, or a device of the machine.
#
# usage: test_output_file.sh CASES [EMULATOR...] PROGRAM
set -euo pipefail
cases=$1
shift
encode=("$@")
work=$(mktemp -d)
said=$(mktemp)
trap 'rm -rf "$work" "$said"' EXIT
cd "$work"
cp "$cases/picture/edge.ecm" edge.ecm
cp "$cases/picture/image.ppm" in.ppm
ln in.ppm second-name.ppm
ln -s in.ppm link.ppm
ln -s edge.ecm link.ecm
mkdir folder links
mkfifo fifo
ln -s "$work/fifo" links/fifo
ln -s "$work/old.ecs" links/file
ln -s "$work/absent.ecs" links/nowhere
echo old >old.ecs
before=$(ls -lA . folder links)
failures=0

complain() {
    echo "FAILED: $1" >&2
    failures=$((failures + 1))
}

# refuse WORDS OUTPUT: one line with the words, and all is as it was.
refuse() {
    local status=0
    "${encode[@]}" edge.ecm in.ppm "$2" 2>"$said" || status=$?
    [[ $status == 1 && $(wc -l <"$said") == 1 ]] || complain "$2: exit $status: $(cat "$said")"
    grep -qF "$1" "$said" || complain "$2: no \"$1\" in: $(cat "$said")"
    [[ $(ls -lA . folder links) == "$before" ]] || complain "$2: left $(ls -lA . folder links)"
}

for output in in.ppm ./in.ppm "$work/in.ppm" second-name.ppm link.ppm edge.ecm folder/../edge.ecm link.ecm; do
    refuse "the output would replace an input" "$output"
done
for output in fifo links/fifo folder links/nowhere no-such-folder/x.ecs; do
    refuse "cannot be written" "$output"
done

# A link stays one: what it leads to is written.
"${encode[@]}" edge.ecm in.ppm links/file 2>"$said" || complain "a link: $(cat "$said")"
[[ -L links/file ]] || complain "a link was replaced"
cmp old.ecs "$cases/picture/expected.ecs" || complain "a link: other bytes in its file"
[[ $(ls -A links) == $'fifo\nfile\nnowhere' && -z $(find . -name '*.tmp') ]] || complain "left $(ls -A . links)"

((failures == 0)) || { echo "$failures failures" >&2; exit 1; }
