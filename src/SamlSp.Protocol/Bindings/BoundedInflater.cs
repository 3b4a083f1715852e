using System.IO.Compression;

namespace SamlSp.Protocol;

/// <summary>
/// Inflates DEFLATE (RFC 1951) with an upper bound. The input must be exactly one stream: no zlib header, nothing missing,
/// nothing after it.
/// </summary>
internal static class BoundedInflater
{
    private static readonly Refusal NotDeflate = new(RefusalCodes.Malformed, "The message is not DEFLATE-encoded.");
    private static readonly Refusal Truncated = new(RefusalCodes.Malformed, "The DEFLATE-encoded message is incomplete.");
    private static readonly Refusal Trailing = new(RefusalCodes.Malformed, "There are bytes after the DEFLATE-encoded message.");
    private static readonly Refusal TooLarge = new(RefusalCodes.TooLarge, "The message is larger than the limit when it is inflated.");

    public static Refusal? Inflate(byte[] compressed, int maximum, out byte[] bytes)
    {
        bytes = [];
        using var source = new Source(compressed);
        using var output = new ByteBuffer(Math.Min(maximum + 1, 16 * 1024));
        try
        {
            using var inflater = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
            while (true)
            {
                var read = inflater.Read(output.GetSpan(4096)[..4096]);
                if (read == 0)
                {
                    break;
                }

                output.Advance(read);
                if (output.Length > maximum)
                {
                    return TooLarge;
                }
            }
        }
        catch (InvalidDataException)
        {
            return NotDeflate;
        }

        if (source.AskedBeyondEnd)
        {
            return Truncated;
        }

        if (source.Position < source.Length)
        {
            return Trailing;
        }

        bytes = output.Written.ToArray();
        return null;
    }

    /// <summary>
    /// Returns the last byte in a read of its own. An inflater that finishes without reading it leaves trailing bytes; one that reads
    /// past it is incomplete. (DeflateStream reports neither.)
    /// </summary>
    private sealed class Source(byte[] bytes) : Stream
    {
        private int _position;

        public bool AskedBeyondEnd { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var left = bytes.Length - _position;
            if (left == 0)
            {
                AskedBeyondEnd = true;
                return 0;
            }

            var count = Math.Min(buffer.Length, Math.Max(1, left - 1));
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
