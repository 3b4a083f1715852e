#!/usr/bin/env bash
# With CloseOnAuthenticationExpiration, a SignalR client whose authentication has expired comes back at once, as nobody.
#
# One would guess: CloseOnAuthenticationExpiration ends what an expired user had. The client stays closed, or has to authenticate.
# What is so: the server closes with allowReconnect. A client with automatic reconnect opens a new connection within a second. Where the hub
#   allows anonymous users, that succeeds: the client is connected again, without an error, and its user is nobody. Only
#   HubCallerContext.Abort stays closed. And without a ticket that has an end (ExpiresUtc) nothing is closed at all.
# Whom it hurts: applications with hubs that look at Context.User instead of requiring it, and tests that take "Closed" for granted: the
#   event Closed never comes.
# Source: Microsoft's documentation of HttpConnectionDispatcherOptions.CloseOnAuthenticationExpiration ("connections are closed when an
#   authentication token expires") against the behaviour printed here.
set -euo pipefail
client=10.0.12
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir app
cat > app/finding.csproj <<P
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.AspNetCore.SignalR.Client" Version="[$client]" /></ItemGroup>
</Project>
P
cat > app/Program.cs <<'P'
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddSignalR();
await using var app = builder.Build();
app.UseAuthentication();
app.MapGet("/sign-in", (HttpContext http) => http.SignInAsync(
    new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "ada")], "test")),
    new() { ExpiresUtc = DateTimeOffset.UtcNow.AddSeconds(3) }));
app.MapHub<Who>("/who", options => options.CloseOnAuthenticationExpiration = true);
await app.StartAsync();
var address = new Uri(app.Urls.First());

var cookies = new CookieContainer();
using (var http = new HttpClient(new HttpClientHandler { CookieContainer = cookies })) await http.GetAsync(new Uri(address, "/sign-in"));
await using var connection = new HubConnectionBuilder()
    .WithUrl(new Uri(address, "/who"), options => options.Cookies = cookies)
    .WithAutomaticReconnect()
    .Build();
var back = new TaskCompletionSource<string>();
connection.Closed += _ => { back.TrySetResult("Closed"); return Task.CompletedTask; };
connection.Reconnected += _ => { back.TrySetResult("Reconnected"); return Task.CompletedTask; };
await connection.StartAsync();
Console.WriteLine("first: " + await connection.InvokeAsync<string>("Name"));
Console.WriteLine("event: " + await back.Task.WaitAsync(TimeSpan.FromSeconds(60)));
Console.WriteLine("then: " + await connection.InvokeAsync<string>("Name"));

internal sealed class Who : Hub
{
    public string Name() => Context.User?.Identity?.Name ?? "nobody";
}
P
dotnet build app -v quiet -o out >/dev/null
output=$(dotnet out/finding.dll)
echo "Microsoft.AspNetCore.SignalR.Client $client, .NET $(dotnet --list-runtimes | sed -nE 's/^Microsoft.AspNetCore.App (10[^ ]*).*/\1/p' | tail -1)"
echo "$output"
[ "$output" = "first: ada
event: Reconnected
then: nobody" ]
