using System.Diagnostics;
using System.Security.Cryptography;

namespace SamlSp.Load;

/// <summary>
/// Sign-ins and requests at given rates, whatever the answers take: an open loop. Some hundred browsers sign in again and again, each time replacing the session that they had, so that what is alive stays the
/// same and whatever grows is a leak.
/// </summary>
internal sealed class SoakLoad(Driver driver, LoadOptions options) : IDisposable
{
    private static readonly TimeSpan TemplateAge = TimeSpan.FromMinutes(10);
    private readonly RSA _key = ResponseTemplate.Key();
    private const int Browsers = 400;
    private readonly string?[] _cookies = new string?[Browsers];
    private ResponseTemplate _template = new(driver.BaseUrl, DateTimeOffset.UtcNow);
    private int _signIns;
    private int _requests;
    private int _failures;

    public int SignIns => _signIns;

    public int Requests => _requests;

    public int Failures => _failures;

    public async Task RunAsync(TimeSpan duration)
    {
        for (var browser = 0; browser < Browsers; browser++) await SignInAsync(browser);
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

    private async Task SignInAsync(int number)
    {
        var browser = number % Browsers;
        byte[] form;
        lock (_key) form = _template.Form(browser, _key);
        var request = Load.SignIns.Post(driver.BaseUrl + "/Saml2/Acs", form);
        if (_cookies[browser] is { } old) request.Headers.TryAddWithoutValidation("Cookie", old);
        try
        {
            using var response = await driver.AskAsync(request);
            if ((int)response.StatusCode == 303 && Load.SignIns.Cookie(response) is { } cookie)
            {
                _cookies[browser] = cookie;
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

    /// <summary>A request may meet the moment in which its browser's session is replaced: then it is sent once more, with the new one.</summary>
    private async Task RequestAsync(int number)
    {
        var browser = (int)(number * 7919L % Browsers);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var cookie = Volatile.Read(ref _cookies[browser]);
            if (cookie is not null && await driver.SendAsync(Load.Requests.Get(driver.BaseUrl + "/session", cookie), 200))
            {
                Interlocked.Increment(ref _requests);
                return;
            }

            await Task.Delay(500);
            if (cookie is not null && ReferenceEquals(cookie, Volatile.Read(ref _cookies[browser]))) break;
        }

        Interlocked.Increment(ref _failures);
    }
}
