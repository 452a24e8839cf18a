namespace EdgeCodec.Training.Tests;

/// <summary>Takes so many bytes over all its files, then fails as a full file system does.</summary>
internal sealed class FullDisk(long room)
{
    private long left = room;

    public Stream Create(string path) => new Limited(this, File.Create(path));

    private sealed class Limited(FullDisk disk, FileStream file) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => file.Length;
        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            disk.left -= count;
            if (disk.left < 0) { throw new IOException("No space left on device"); }
            file.Write(buffer, offset, count);
        }

        public override void Flush() => file.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
