namespace EdgeCodec;

/// <summary>
/// What went wrong in the cloud half. Numbered from 100, so that a value in a log is never mistaken for an
/// <see cref="EdgeCodecStatus"/>. New values are appended, none is ever changed.
/// </summary>
public enum CloudStatus
{
    /// <summary>No model folder of this path or name.</summary>
    ModelNotFound = 100,

    /// <summary>The model folder lacks a file, or holds files that do not go together.</summary>
    ModelIncomplete = 101,

    /// <summary>The model has no head of this name, or several and none was chosen.</summary>
    HeadUnknown = 102,

    /// <summary>An ONNX file cannot be read.</summary>
    OnnxUnreadable = 110,

    /// <summary>An ONNX file is damaged, empty, not ONNX, or does not end with the digest of its content.</summary>
    OnnxInvalid = 111,

    /// <summary>An ONNX file's metadata lack a key or hold a value that is not allowed.</summary>
    MetadataInvalid = 112,

    /// <summary>An ONNX file belongs to another edge model.</summary>
    WrongModel = 113,

    /// <summary>A network's tensors have other names, types or shapes than the edge model calls for.</summary>
    TensorMismatch = 114,

    /// <summary>No execution provider has this name.</summary>
    ProviderUnknown = 120,

    /// <summary>The loaded ONNX Runtime lacks the execution provider, or the machine cannot run it.</summary>
    ProviderUnavailable = 121,

    /// <summary>ONNX Runtime's native library is not there.</summary>
    RuntimeMissing = 122,

    /// <summary>ONNX Runtime failed while it ran a network.</summary>
    RunFailed = 130,

    /// <summary>A network's output holds a value that is not finite.</summary>
    OutputNotFinite = 131,

    /// <summary>The label map would be larger than the limit that the caller set.</summary>
    SourceTooLarge = 132,
}
