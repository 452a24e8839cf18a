namespace EdgeCodec;

/// <summary>The static text of each status, as the C ABI's <c>ec_status_message</c> gives it.</summary>
public static class EdgeCodecStatusText
{
    /// <summary>A short English sentence without a full stop; "unknown status" for a value that is none.</summary>
    public static string Message(this EdgeCodecStatus status) => status switch
    {
        EdgeCodecStatus.Ok => "success",
        EdgeCodecStatus.InvalidArgument => "an argument is outside its range",
        EdgeCodecStatus.NullArgument => "a required argument is null",
        EdgeCodecStatus.InvalidHandle => "the handle is not valid",
        EdgeCodecStatus.InvalidStructSize => "a structure states an unknown size",
        EdgeCodecStatus.Busy => "the encoder is encoding on another thread",
        EdgeCodecStatus.AbiVersionUnsupported => "the program was compiled with a newer header than the library",
        EdgeCodecStatus.NotAModel => "the data is not an edge model",
        EdgeCodecStatus.ModelVersionUnsupported => "the edge model's version is not supported",
        EdgeCodecStatus.ModelTruncated => "the edge model is truncated",
        EdgeCodecStatus.ModelDamaged => "the edge model is damaged",
        EdgeCodecStatus.ModelInvalid => "the edge model is invalid",
        EdgeCodecStatus.ModelSectionUnknown => "the edge model has an unknown normative section",
        EdgeCodecStatus.ModelUnreadable => "the edge model's file cannot be read",
        EdgeCodecStatus.ModelIdentityMismatch => "the edge model's identity is not the digest of its sections",
        EdgeCodecStatus.ModelTooCostly => "the edge model asks for more work than is allowed",
        EdgeCodecStatus.ImageInvalid => "the image view is invalid",
        EdgeCodecStatus.ImageChannels => "the image has another number of channels than the model takes",
        EdgeCodecStatus.ImageSampleType => "the image has a sample type that the model does not take",
        EdgeCodecStatus.ImageTooSmall => "the image is smaller than the model allows",
        EdgeCodecStatus.ImageTooLarge => "the image is larger than the format allows",
        EdgeCodecStatus.ImageAspect => "the image is more elongated than the model allows",
        EdgeCodecStatus.WindowRequired => "the model needs an intensity window",
        EdgeCodecStatus.WindowNotAllowed => "the model takes no intensity window",
        EdgeCodecStatus.WindowInvalid => "the intensity window is outside its range",
        EdgeCodecStatus.NotAStream => "the data is not an EdgeCodec stream",
        EdgeCodecStatus.StreamVersionUnsupported => "the stream's version is not supported",
        EdgeCodecStatus.StreamHeaderInvalid => "the stream's header is invalid",
        EdgeCodecStatus.WrongModel => "the stream was made with another edge model",
        EdgeCodecStatus.StreamTruncated => "the stream is truncated",
        EdgeCodecStatus.StreamDamaged => "the stream is damaged",
        EdgeCodecStatus.StreamBlockUnknown => "the stream has an unknown critical block",
        EdgeCodecStatus.StreamTrailingBytes => "bytes follow the end of the stream",
        EdgeCodecStatus.StreamStalled => "the stream has stalled",
        EdgeCodecStatus.BufferTooSmall => "the destination is too small",
        EdgeCodecStatus.NotALabelMap => "the data is not a label map",
        EdgeCodecStatus.LabelMapVersionUnsupported => "the label map's version is not supported",
        EdgeCodecStatus.LabelMapHeaderInvalid => "the label map's header is invalid",
        EdgeCodecStatus.LabelMapTruncated => "the label map is truncated",
        EdgeCodecStatus.LabelMapDamaged => "the label map is damaged",
        EdgeCodecStatus.WrongStream => "the label map answers another stream",
        EdgeCodecStatus.Internal => "internal error",
        EdgeCodecStatus.OutOfMemory => "out of memory",
        _ => "unknown status",
    };
}
