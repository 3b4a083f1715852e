using System.Diagnostics;
using System.Security.Cryptography;

namespace SamlSp.Load;

/// <summary>Sign-ins and requests at given rates, whatever the answers take: an open loop.</summary>
internal sealed class SoakLoad(Driver driver, LoadOptions options) : IDisposable
{
    private static readonly TimeSpan TemplateAge = TimeSpan.FromMinutes(10);
    private readonly RSA _key = ResponseTemplate.Key();
    private readonly List<string> _cookies = [];
    private readonly Lock _lock = new();
    private ResponseTemplate _template = new(driver.BaseUrl, DateTimeOffset.UtcNow);
    private int _signIns;
    private int _requests;
    private int _failures;

    public int SignIns => _signIns;

    public int Requests => _requests;

    public int Failures => _failures;

    public async Task RunAsync(TimeSpan duration)
    {
        for (var person = 0; person < 20; person++) Keep(await Load.SignIns.CookieAsync(driver, person));
        await Task.WhenAll(
            EveryAsync(duration, options.SoakSignIns, SignInAsync),
            EveryAsync(duration, options.SoakRequests, RequestAsync),
            RenewAsync(duration));
    }

    public void Dispose() => _key.Dispose();

    private static async Task EveryAsync(TimeSpan duration, int perSecond, Func<int, Task> act)
    {
        var started = Stopwatch.StartNew();
        var underWay = new List<Task>();
        for (var number = 0; started.Elapsed < duration; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due > started.Elapsed) await Task.Delay(due - started.Elapsed);
            underWay.Add(act(number));
            underWay.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(underWay);
    }

    private async Task RenewAsync(TimeSpan duration)
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed + TemplateAge < duration)
        {
            await Task.Delay(TemplateAge);
            _template = new(driver.BaseUrl, DateTimeOffset.UtcNow);
        }
    }

    /// <summary>Every tenth sign-in is by a browser that has a session, which the new one replaces.</summary>
    private async Task SignInAsync(int number)
    {
        byte[] form;
        lock (_key) form = _template.Form(number % options.People, _key);
        var request = Load.SignIns.Post(driver.BaseUrl + "/Saml2/Acs", form);
        if (number % 10 == 0 && TakeOldest() is { } old) request.Headers.TryAddWithoutValidation("Cookie", old);
        try
        {
            using var response = await driver.AskAsync(request);
            if ((int)response.StatusCode == 303 && Load.SignIns.Cookie(response) is { } cookie)
            {
                Keep(cookie);
                Interlocked.Increment(ref _signIns);
                return;
            }
        }
        catch (HttpRequestException)
        {
            // Counted below.
        }

        Interlocked.Increment(ref _failures);
    }

    private async Task RequestAsync(int number)
    {
        string cookie;
        lock (_lock) cookie = _cookies[number % _cookies.Count];
        if (await driver.SendAsync(Load.Requests.Get(driver.BaseUrl + "/session", cookie), 200)) Interlocked.Increment(ref _requests);
        else Interlocked.Increment(ref _failures);
    }

    /// <summary>The last two hundred sessions are in use; the others are left alone, as people leave browsers alone.</summary>
    private void Keep(string cookie)
    {
        lock (_lock)
        {
            _cookies.Add(cookie);
            if (_cookies.Count > 200) _cookies.RemoveAt(0);
        }
    }

    private string? TakeOldest()
    {
        lock (_lock)
        {
            if (_cookies.Count < 50) return null;
            var oldest = _cookies[0];
            _cookies.RemoveAt(0);
            return oldest;
        }
    }
}
