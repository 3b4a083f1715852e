using System.Globalization;

#pragma warning disable MA0047 // The runtime looks for it by this name, in no namespace.
/// <summary>
/// Loaded into the server by <c>DOTNET_STARTUP_HOOKS</c> during a soak: writes what the runtime knows of itself, every few seconds, to the
/// file that <c>SAMLSP_LOAD_SAMPLES</c> names. The server itself has nothing for it.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SAMLSP_LOAD_SAMPLES") is not { Length: > 0 } file)
        {
            return;
        }

        new Thread(() =>
        {
            while (true)
            {
                Thread.Sleep(5000);
                var sample = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{GC.GetTotalMemory(forceFullCollection: false)} {GC.GetGCMemoryInfo().HeapSizeBytes} {GC.CollectionCount(0)} {GC.CollectionCount(2)} {ThreadPool.ThreadCount}"
                );
                File.WriteAllText(file + ".new", sample);
                File.Move(file + ".new", file, overwrite: true);
            }
        })
        {
            IsBackground = true,
            Name = "soak samples",
        }.Start();
    }
}
