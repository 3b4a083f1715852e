using System.Diagnostics;
using System.Security.Cryptography;

namespace SamlSp.Load;

/// <summary>
/// Sign-ins and requests at given rates, whatever the answers take: an open loop. Some hundred browsers sign in again and again, each time
/// replacing the session that they had, so that what is alive stays the same and whatever grows is a leak.
/// </summary>
internal sealed class SoakLoad(Driver driver, LoadOptions options) : IDisposable
{
    private static readonly TimeSpan TemplateAge = TimeSpan.FromMinutes(10);
    private readonly RSA _key = ResponseTemplate.Key();
    private const int Browsers = 400;
    private static readonly string SigningIn = new("signing in");
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
        await Task.WhenAll(Enumerable.Range(0, Browsers).Select(SignInAsync));
        await Task.WhenAll(
            EveryAsync(duration, options.SoakSignIns, SignInAsync),
            EveryAsync(duration, options.SoakRequests, RequestAsync),
            RenewAsync(duration)
        );
    }

    public void Dispose() => _key.Dispose();

    private static async Task EveryAsync(TimeSpan duration, int perSecond, Func<int, Task> act)
    {
        var started = Stopwatch.StartNew();
        var underWay = new List<Task>();
        for (var number = 0; started.Elapsed < duration; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due > started.Elapsed)
            {
                await Task.Delay(due - started.Elapsed);
            }

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

    /// <summary>While a browser signs in, its session is not used, since it is about to be replaced.</summary>
    private async Task SignInAsync(int number)
    {
        var browser = number % Browsers;
        var old = Interlocked.Exchange(ref _cookies[browser], SigningIn);
        if (ReferenceEquals(old, SigningIn))
        {
            return;
        }

        byte[] form;
        lock (_key)
        {
            form = _template.Form(browser, _key);
        }

        var request = Load.SignIns.Post(driver.BaseUrl + "/Saml2/Acs", form);
        if (old is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", old);
        }

        string? cookie = null;
        try
        {
            using var response = await driver.AskAsync(request);
            if ((int)response.StatusCode == 303)
            {
                cookie = Load.SignIns.Cookie(response);
            }

            if (cookie is null)
            {
                driver.Note($"/Saml2/Acs {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            driver.Note($"/Saml2/Acs {e.GetBaseException().Message}");
        }

        Interlocked.Increment(ref cookie is null ? ref _failures : ref _signIns);
        Volatile.Write(ref _cookies[browser], cookie);
    }

    /// <summary>
    /// A request that was under way when its browser signed in anew may find its session replaced: that is no failure, and another browser
    /// asks.
    /// </summary>
    private async Task RequestAsync(int number)
    {
        for (var attempt = 0; attempt < Browsers; attempt++)
        {
            var browser = (int)((number * 7919L + attempt) % Browsers);
            var cookie = Volatile.Read(ref _cookies[browser]);
            if (cookie is null || ReferenceEquals(cookie, SigningIn))
            {
                continue;
            }

            if (await driver.SendAsync(Load.Requests.Get(driver.BaseUrl + "/session", cookie), 200))
            {
                Interlocked.Increment(ref _requests);
                return;
            }

            if (ReferenceEquals(cookie, Volatile.Read(ref _cookies[browser])))
            {
                break;
            }
        }

        driver.Note("/session: no browser has a session, or one that has is not known");
        Interlocked.Increment(ref _failures);
    }
}
