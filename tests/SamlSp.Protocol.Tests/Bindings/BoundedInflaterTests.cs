using System.IO.Compression;
using System.Security.Cryptography;

namespace SamlSp.Protocol.Tests;

// E06
public class BoundedInflaterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(100_000)]
    public void Inflate_OneStreamWithinLimit_ReturnsItsBytes(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        Assert.Null(BoundedInflater.Inflate(Deflate(bytes), length, out var inflated));
        Assert.Equal(bytes, inflated);
    }

    [Fact]
    public void Inflate_OneByteOverLimit_IsTooLarge() =>
        Assert.Equal(RefusalCodes.TooLarge, BoundedInflater.Inflate(Deflate(new byte[101]), 100, out _)?.Code);

    [Fact]
    public void Inflate_DecompressionBomb_IsTooLargeAndAllocatesLittle()
    {
        var bomb = Deflate(new byte[64 * 1024 * 1024]);
        Assert.True(bomb.Length < 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(RefusalCodes.TooLarge, BoundedInflater.Inflate(bomb, 1024 * 1024, out _)?.Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 * 1024 * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10_000)]
    public void Inflate_BytesAfterStream_IsMalformed(int count) =>
        Assert.Equal(
            RefusalCodes.Malformed,
            BoundedInflater.Inflate([.. Deflate("<a/>"u8.ToArray()), .. new byte[count]], 1000, out _)?.Code
        );

    [Fact]
    public void Inflate_TruncatedStream_IsMalformed()
    {
        var whole = Deflate(RandomNumberGenerator.GetBytes(500));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(RefusalCodes.Malformed, BoundedInflater.Inflate(whole[..length], 1000, out _)?.Code);
        }
    }

    [Fact]
    public void Inflate_ZlibHeader_IsMalformed()
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write("<a/>"u8);
        }

        Assert.Equal(RefusalCodes.Malformed, BoundedInflater.Inflate(compressed.ToArray(), 1000, out _)?.Code);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }
}
