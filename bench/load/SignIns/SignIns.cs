using System.Net.Http.Headers;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>Sign-ins with fresh Responses, made before they are driven: an identity provider would not share the machine.</summary>
internal static class SignIns
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    /// <summary>Makes forms on all cores.</summary>
    /// <param name="baseUrl">Whom they are for.</param>
    /// <param name="count">How many.</param>
    /// <param name="people">How many different people sign in, in turn.</param>
    public static byte[][] Make(string baseUrl, int count, int people)
    {
        var template = new ResponseTemplate(baseUrl, DateTimeOffset.UtcNow);
        var forms = new byte[count][];
        Parallel.For(
            0,
            count,
            ResponseTemplate.Key,
            (number, _, key) =>
            {
                forms[number] = template.Form(number % people, key);
                return key;
            },
            key => key.Dispose()
        );
        return forms;
    }

    /// <summary>The workload that posts them, each once.</summary>
    public static Workload Workload(string name, string url, byte[][] forms, int expected) =>
        new(name, number => number < forms.Length ? Post(url, forms[number]) : null, expected);

    /// <summary>The workload that posts the same form again and again.</summary>
    public static Workload Repeating(string name, string url, byte[] form, int expected) => new(name, _ => Post(url, form), expected);

    public static HttpRequestMessage Post(string url, byte[] form)
    {
        var content = new ByteArrayContent(form);
        content.Headers.ContentType = Form;
        return new(HttpMethod.Post, url) { Content = content };
    }

    /// <summary>Signs a person in and gives the session's cookie.</summary>
    public static async Task<string> CookieAsync(Driver driver, int person)
    {
        using var key = ResponseTemplate.Key();
        var form = new ResponseTemplate(driver.BaseUrl, DateTimeOffset.UtcNow).Form(person, key);
        using var response = await driver.AskAsync(Post(driver.BaseUrl + "/Saml2/Acs", form));
        return Cookie(response)
            ?? throw new InvalidOperationException(
                $"The sign-in gave {(int)response.StatusCode} and no cookie: {await response.Content.ReadAsStringAsync()}"
            );
    }

    /// <summary>The cookies that an answer sets, as a browser would send them.</summary>
    public static string? Cookie(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? string.Join("; ", cookies.Select(c => c.Split(';')[0]).Where(c => !c.EndsWith('=')))
            : null;
}
