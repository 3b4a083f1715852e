using System.ComponentModel;
using System.Diagnostics;

namespace SamlSp.Tool;

/// <summary>Opens the user's browser.</summary>
internal static class WebBrowser
{
    /// <summary>Whether there is one that could be asked.</summary>
    public static bool TryOpen(string url)
    {
        try
        {
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(url) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open")
                {
                    ArgumentList = { url },
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
