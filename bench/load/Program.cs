using SamlSp.Load;

// dotnet run -c Release --project bench/load                     the figures of docs/performance.md, "Under load"
// dotnet run -c Release --project bench/load -- --quick          the same in small, to see that it works
// dotnet run -c Release --project bench/load -- --start-up       cold start
// dotnet run -c Release --project bench/load -- --soak 60m       endurance at a low rate; writes docs/images/soak.svg
// dotnet run -c Release --project bench/load -- --rows         what rows take in PostgreSQL
// --only TABLE           sign-ins, requests or scim
// --match WORD           only systems whose names have it: bare, memory, SQLite, one node, two nodes, cookie
// --update FILE          writes the tables into the page as well, between its marks
// --server PATH          SamlSp.Server.dll or a published program; otherwise the one that this configuration has built
// --against PATH         another build of SamlSp.Server.dll: both are measured by turns, and each row ends with "N.N times the base"
// --json FILE            the measurements for bench/scaling as well
if (args is ["--serve", var kind, var url, ..])
{
    await BaselineApps.ServeAsync(kind, url, args.ElementAtOrDefault(3));
    return 0;
}

if (LoadOptions.Parse(args) is not { } options)
{
    return 2;
}

return options.Kind switch
{
    LoadKind.Soak => await SoakScenario.RunAsync(options),
    LoadKind.Rows => await RowsScenario.RunAsync(options),
    LoadKind.StartUp => await StartUpScenario.RunAsync(options),
    _ => await FiguresScenario.RunAsync(options),
};
