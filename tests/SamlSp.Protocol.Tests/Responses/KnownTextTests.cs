using System.Text;

namespace SamlSp.Protocol.Tests;

public sealed class KnownTextTests
{
    [Theory]
    [InlineData("62e90394-69f5-4237-9190-012177145e10", true)]
    [InlineData("62E90394-69F5-4237-9190-012177145E10", true)]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", true)]
    [InlineData("62e90394-69f5-4237-9190-012177145e1x", false)]
    [InlineData("somebody.with.a.name@contoso.example", false)]
    public void KnownText_NamesAndGuids_AreSharedAndOthersAreNot(string text, bool isShared)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (first, second) = (KnownText.FromUtf8(bytes), KnownText.FromUtf8(bytes));
        Assert.Equal(text, first);
        Assert.Equal(text, second);
        Assert.Equal(isShared, ReferenceEquals(first, second));
    }

    [Fact]
    public void KnownText_GuidsInTheSameSlot_AreDistinguished()
    {
        foreach (var number in Enumerable.Range(0, 20_000))
        {
            var text = $"62e90394-69f5-4237-9190-{number:x12}";
            Assert.Equal(text, KnownText.FromUtf8(Encoding.UTF8.GetBytes(text)));
        }
    }
}
