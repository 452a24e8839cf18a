# The main job, once, for people: a C program encodes, the cloud half segments.
# shellcheck shell=bash disable=SC2034,SC2154

readonly demo_model=models/isic2017
readonly datasets=${EDGECODEC_DATASETS:-../shared/datasets}

# run_demo FOLDER
run_demo() {
    local folder=$1 picture stream
    [[ -f $demo_model/edge.ecm ]] || die "$demo_model is missing: train it with artifacts/bin/edgecodec-train"
    build_tool edgecodec EdgeCodec.Cli
    build_native "$(host_rid)"
    mkdir -p "$folder"

    if [[ -d $datasets/isic2017_native/images ]]; then
        say "a photograph of camera size"
        picture=$(find "$datasets/isic2017_native/images" -type f | sort | head -n 1)
        show_picture "$picture" "$(mask_of "$picture")" "$folder"
    fi
    if [[ -f $datasets/isic2017/splits.csv ]]; then
        say "a photograph of the validation split"
        picture=$datasets/isic2017/images/$(sed -n 's/,val.*//p' "$datasets/isic2017/splits.csv" | head -n 1).jpg
        show_picture "$picture" "$(mask_of "$picture")" "$folder"
    else
        for stream in "$demo_model"/samples/*.ecs; do
            say "a stream of a validation photograph, which stays where it was taken"
            show_stream "$stream" "$(mask_of "$stream")" "$folder"
        done
    fi

    say "a drawn phantom"
    artifacts/bin/edgecodec phantom -o "$folder/phantom.ppm" --mask "$folder/phantom_segmentation.png"
    show_picture "$folder/phantom.ppm" "$folder/phantom_segmentation.png" "$folder"

    say "look at:"
    ls "$folder"/*_overlay.png
}

# The true mask beside images/ID.jpg or samples/ID.ecs; nothing if there is none.
mask_of() {
    local name mask
    name=$(basename "${1%.*}")
    for mask in "$(dirname "$1")/../masks/${name}_segmentation.png" "$(dirname "$1")/${name}_segmentation.png"; do
        if [[ -f $mask ]]; then
            echo "$mask"
            return
        fi
    done
}

# show_picture IMAGE MASK FOLDER: convert, encode in C, check against C#, segment.
show_picture() {
    local image=$1 mask=$2 folder=$3 name
    name=$(basename "${image%.*}")
    [[ $image == *.ppm ]] || artifacts/bin/edgecodec convert "$image" -o "$folder/$name.ppm"
    "artifacts/native/$(host_rid)/bin/ec-encode" "$demo_model/edge.ecm" "$folder/$name.ppm" "$folder/$name.ecs"
    artifacts/bin/edgecodec encode "$folder/$name.ppm" -o "$folder/$name.again.ecs" --model "$demo_model" >/dev/null
    cmp "$folder/$name.ecs" "$folder/$name.again.ecs" || die "the C library and the .NET library wrote different bytes"
    rm "$folder/$name.again.ecs"
    show_stream "$folder/$name.ecs" "$mask" "$folder" --image "$folder/$name.ppm"
}

# show_stream STREAM MASK FOLDER [MORE...]
show_stream() {
    local stream=$1 mask=$2 folder=$3 name
    shift 3
    name=$(basename "${stream%.ecs}")
    [[ -z $mask ]] || set -- "$@" --truth "$mask"
    artifacts/bin/edgecodec info "$stream"
    artifacts/bin/edgecodec segment "$stream" -o "$folder/${name}_mask.png" --model "$demo_model" --overlay "$folder/${name}_overlay.png" "$@"
}
