#!/usr/bin/env bash
# An application outside the repository that knows the package only: it restores from a folder, has the kernels of its
# machine, and writes the same bytes without them.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cp "$repository"/packaging/nuget/example/* .
mkdir feed
cp "$PACKAGES/EdgeCodec.$VERSION.nupkg" feed/
cat >nuget.config <<'XML'
<configuration><packageSources><clear /><add key="here" value="feed" /></packageSources></configuration>
XML
# Not from the cache, where an older package of this version may be.
export NUGET_PACKAGES=$work/cache DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
quiet dotnet build -c Release -o app -p:EdgeCodecVersion="$VERSION" -v quiet -nodeReuse:false

encodes dotnet app/Example.dll
dotnet app/Example.dll "$model" "$picture" out.ecs >said
grep -qE 'kernel (avx512vnni|avx2|neondot|neon|portable)$' said || fail "no kernel of the package: $(cat said)"
for machine in x86-64:linux-x64 aarch64:linux-arm64; do
    file=app/runtimes/${machine#*:}/native/libec_kernels.so
    readelf -h "$file" | grep -qi "machine:.*${machine%:*}" || fail "$file is not for ${machine%:*}"
done

rm -r app/runtimes
encodes dotnet app/Example.dll
dotnet app/Example.dll "$model" "$picture" out.ecs | grep -q 'kernel reference$' || fail "without the kernels it is not the reference"
