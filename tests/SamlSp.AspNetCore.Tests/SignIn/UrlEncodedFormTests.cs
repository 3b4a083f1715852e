using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore.Tests;

public sealed class UrlEncodedFormTests
{
    private static readonly (int Fields, int Name) Limits = (16, 256);
    private static readonly string[] Alphabet = [.. "abcXYZ019 +/=%&;é漢😀\n".EnumerateRunes().Select(rune => rune.ToString())];

    [Theory]
    [InlineData("", "")]
    [InlineData("SAMLResponse=PHNh%2Bbg%3D%3D&RelayState=", "SAMLResponse=PHNh+bg==|RelayState=")]
    [InlineData("a=1+2&b=1%202&c=1%2b2", "a=1 2|b=1 2|c=1+2")]
    [InlineData("%61=x&a%3Db=c=d", "a=x|a=b=c=d")]
    [InlineData("a=%&b=%2&c=%zz&d=%2&e=100%25", "a=%|b=%2|c=%zz|d=%2|e=100%")]
    [InlineData("a=%252B&b=%C3%BC", "a=%2B|b=ü")]
    [InlineData("alone&&=x", "alone=|=|=x")]
    public void UrlEncodedForm_TextAsBrowsersWriteIt_IsRead(string body, string expected) => Assert.Equal(expected, Read(body));

    [Fact]
    public async Task UrlEncodedForm_RandomForm_IsReadAsTheFrameworkReadsIt()
    {
        var random = new Random(20261126);
        for (var i = 0; i < 5_000; i++)
        {
            var fields = Enumerable
                .Range(0, random.Next(1, 8))
                .Select(number => (Name: $"n{number}" + Text(random, 6), Value: Text(random, 60)))
                .ToList();
            var body = string.Join('&', fields.Select(field => Encode(random, field.Name) + "=" + Encode(random, field.Value)));
            var framework = await new FormPipeReader(
                PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)))
            ).ReadFormAsync();
            var read = UrlEncodedForm.Read(Encoding.UTF8.GetBytes(body), Limits.Fields, Limits.Name);
            Assert.NotNull(read);
            Assert.Equal(
                framework.Select(field => (field.Key, field.Value.ToString())),
                read.Select(field => (field.Name, Encoding.UTF8.GetString(field.Value.Span)))
            );
        }
    }

    [Fact]
    public void UrlEncodedForm_TooManyFields_IsRefused()
    {
        Assert.NotNull(Read(string.Join('&', Enumerable.Repeat("a=1", Limits.Fields))));
        Assert.Null(Read(string.Join('&', Enumerable.Repeat("a=1", Limits.Fields + 1))));
    }

    [Fact]
    public void UrlEncodedForm_NameTooLong_IsRefused()
    {
        Assert.NotNull(Read(new string('a', Limits.Name) + "=1"));
        Assert.Null(Read(new string('a', Limits.Name + 1) + "=1"));
        Assert.Null(Read(new string('a', Limits.Name + 1)));
    }

    private static string? Read(string body) =>
        UrlEncodedForm.Read(Encoding.UTF8.GetBytes(body), Limits.Fields, Limits.Name) is { } fields
            ? string.Join('|', fields.Select(field => $"{field.Name}={Encoding.UTF8.GetString(field.Value.Span)}"))
            : null;

    private static string Text(Random random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(longest)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    /// <summary>As browsers do it, or with more than need be encoded.</summary>
    private static string Encode(Random random, string text) =>
        string.Concat(
            Encoding
                .UTF8.GetBytes(text)
                .Select(unit =>
                    unit == ' ' && random.Next(2) == 0 ? "+"
                    : char.IsAsciiLetterOrDigit((char)unit) && random.Next(4) > 0 ? ((char)unit).ToString()
                    : $"%{unit:X2}"
                )
        );
}
