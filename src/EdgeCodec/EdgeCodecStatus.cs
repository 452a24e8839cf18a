namespace EdgeCodec;

/// <summary>
/// What went wrong, in groups of ten: 1 to 9 arguments, 10 to 19 edge model, 20 to 29 image,
/// 30 to 39 stream, 40 to 49 buffers, 50 to 59 label map, 60 to 69 pushed rows, 90 to 99 the library itself. The
/// values are pinned: new ones are appended, none is ever changed. The C ABI's <c>ec_status</c> has the same values.
/// </summary>
public enum EdgeCodecStatus
{
    /// <summary>Success.</summary>
    Ok = 0,

    /// <summary>An argument is outside its range.</summary>
    InvalidArgument = 1,

    /// <summary>A required argument is null.</summary>
    NullArgument = 2,

    /// <summary>A handle (C ABI) is not, or no longer, one of the library's.</summary>
    InvalidHandle = 3,

    /// <summary>A structure (C ABI) states a size that this version does not know.</summary>
    InvalidStructSize = 4,

    /// <summary>The encoder (C ABI) is encoding on another thread.</summary>
    Busy = 5,

    /// <summary>The program was compiled with a newer header (C ABI) than the library.</summary>
    AbiVersionUnsupported = 6,

    /// <summary>The calls that this one (C ABI) needs before it, or after it, are missing.</summary>
    OutOfOrder = 7,

    /// <summary>The work was cancelled.</summary>
    Cancelled = 8,

    /// <summary>The process is a fork of one that had used the library (C ABI).</summary>
    Forked = 9,

    /// <summary>The data is not an edge model.</summary>
    NotAModel = 10,

    /// <summary>The edge model is of a version that this library cannot read.</summary>
    ModelVersionUnsupported = 11,

    /// <summary>The edge model ends early.</summary>
    ModelTruncated = 12,

    /// <summary>The edge model's checksum does not match.</summary>
    ModelDamaged = 13,

    /// <summary>The edge model breaks a rule of its format.</summary>
    ModelInvalid = 14,

    /// <summary>The edge model has a normative section that this library does not know.</summary>
    ModelSectionUnknown = 15,

    /// <summary>The edge model's file cannot be read.</summary>
    ModelUnreadable = 16,

    /// <summary>The edge model's stated identity is not the digest of its sections.</summary>
    ModelIdentityMismatch = 17,

    /// <summary>The edge model asks for more work than the format allows.</summary>
    ModelTooCostly = 18,

    /// <summary>The image view's sizes, strides and data do not fit together.</summary>
    ImageInvalid = 20,

    /// <summary>The image has another number of channels than the model takes.</summary>
    ImageChannels = 21,

    /// <summary>The image has a sample type that the model does not take.</summary>
    ImageSampleType = 22,

    /// <summary>The image is smaller than the model allows.</summary>
    ImageTooSmall = 23,

    /// <summary>The image is larger than the format allows.</summary>
    ImageTooLarge = 24,

    /// <summary>The image is more elongated than the model allows.</summary>
    ImageAspect = 25,

    /// <summary>The model needs an intensity window from the caller, and none was given.</summary>
    WindowRequired = 26,

    /// <summary>An intensity window was given to a model that defines its own.</summary>
    WindowNotAllowed = 27,

    /// <summary>The intensity window is outside its range.</summary>
    WindowInvalid = 28,

    /// <summary>The data is not an EdgeCodec stream.</summary>
    NotAStream = 30,

    /// <summary>The stream is of a version that this library cannot read.</summary>
    StreamVersionUnsupported = 31,

    /// <summary>The stream's header breaks a rule of the format or of the model.</summary>
    StreamHeaderInvalid = 32,

    /// <summary>The stream was made with another edge model.</summary>
    WrongModel = 33,

    /// <summary>The stream ends early.</summary>
    StreamTruncated = 34,

    /// <summary>The stream's check or coded data do not match: damage, or another model with the same tag.</summary>
    StreamDamaged = 35,

    /// <summary>The stream has a critical block that this library does not know.</summary>
    StreamBlockUnknown = 36,

    /// <summary>Bytes that are no further sequence follow the end of a sequence.</summary>
    StreamTrailingBytes = 37,

    /// <summary>No byte came for as long as the caller is willing to wait.</summary>
    StreamStalled = 38,

    /// <summary>The destination is too small.</summary>
    BufferTooSmall = 40,

    /// <summary>The data is not a label map.</summary>
    NotALabelMap = 50,

    /// <summary>The label map is of a version that this library cannot read.</summary>
    LabelMapVersionUnsupported = 51,

    /// <summary>The label map's header breaks a rule of the format, or does not fit the stream.</summary>
    LabelMapHeaderInvalid = 52,

    /// <summary>The label map ends early.</summary>
    LabelMapTruncated = 53,

    /// <summary>The label map's check or coded labels do not match.</summary>
    LabelMapDamaged = 54,

    /// <summary>The label map answers another stream.</summary>
    WrongStream = 55,

    /// <summary>Rows (C ABI) came twice, or others were to come first.</summary>
    RowsOutOfOrder = 60,

    /// <summary>The source's rows (C ABI) are not complete.</summary>
    RowsMissing = 61,

    /// <summary>Bytes of the stream (C ABI) are to be pulled before more rows can be taken.</summary>
    BytesPending = 62,

    /// <summary>A fault of the library: please report it.</summary>
    Internal = 90,

    /// <summary>Memory ran out.</summary>
    OutOfMemory = 91,

    /// <summary>The host's runner (C ABI) failed, or did not run every task once.</summary>
    RunnerFailed = 92,
}
