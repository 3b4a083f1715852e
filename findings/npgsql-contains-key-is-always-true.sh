#!/usr/bin/env bash
# NpgsqlConnectionStringBuilder.ContainsKey is true for keys that the connection string does not have.
#
# One would guess: as with DbConnectionStringBuilder, its base class, ContainsKey says whether the connection string has the key, so
#   "if (!builder.ContainsKey("Timeout")) builder.Timeout = 5;" sets a default that a user can override.
# What is so: it says whether Npgsql knows the key at all. The default is never set, and no error says so: the program runs with Npgsql's
#   own timeouts (15 and 30 seconds), resets each connection (DISCARD ALL), and prepares nothing. Keys has only what was given.
# Whom it hurts: every program that fills in its own defaults below a user's connection string. Its timeouts are three times as long in an
#   outage, and its tuning has no effect.
# Source: the summary of ContainsKey in Npgsql's documentation ("contains a specific key") against the behaviour printed here.
set -euo pipefail
npgsql=10.0.0
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir app
cat > app/finding.csproj <<P
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[$npgsql]" /></ItemGroup>
</Project>
P
cat > app/Program.cs <<'P'
using System.Data.Common;
using Npgsql;

const string Text = "Host=db.example.com;Command Timeout=3";
DbConnectionStringBuilder plain = new() { ConnectionString = Text };
var npgsql = new NpgsqlConnectionStringBuilder(Text);
Console.WriteLine($"base class: Timeout {plain.ContainsKey("Timeout")}, Command Timeout {plain.ContainsKey("Command Timeout")}");
Console.WriteLine($"Npgsql: Timeout {npgsql.ContainsKey("Timeout")}, Command Timeout {npgsql.ContainsKey("Command Timeout")}");
Console.WriteLine($"Npgsql, Keys: {string.Join(", ", npgsql.Keys)}");
P
dotnet build app -v quiet -o out >/dev/null
output=$(dotnet out/finding.dll)
echo "Npgsql $npgsql"
echo "$output"
[ "$output" = "base class: Timeout False, Command Timeout True
Npgsql: Timeout True, Command Timeout True
Npgsql, Keys: Host, Command Timeout" ]
