using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace SamlSp.Console;

/// <summary>
/// Sends a list as a file while it is read, so that its size does not matter to the server. It ends with an error where reading fails: the
/// browser then reports a failed download instead of half a list.
/// </summary>
/// <param name="name">The file's name.</param>
/// <param name="isCsv">Whether it is CSV; JSON otherwise.</param>
/// <param name="columns">The columns' names.</param>
/// <param name="rows">Gives the rows.</param>
internal sealed class ExportResult(
    string name,
    bool isCsv,
    IReadOnlyList<string> columns,
    Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<string?>>> rows
) : IActionResult
{
    /// <summary>Rows at most. A file that ends here says so in its last row.</summary>
    public const int MaxRows = 200_000;

    private const int FlushCharacters = 32 * 1024;

    /// <inheritdoc />
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/json";
        try
        {
            await WriteAsync(http.Response, http.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException && http.Response.HasStarted)
        {
            // Too late for an error page: the connection is cut, and the download fails.
            http.Abort();
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (isCsv)
        {
            // By the mark, spreadsheets know that it is UTF-8.
            text.Append('\uFEFF');
            CsvText.AddRow(text, columns);
        }

        var count = 0;
        await foreach (var row in rows(cancellationToken))
        {
            if (count == MaxRows)
            {
                Add(text, [$"More than {MaxRows} rows: narrow the filter to export the others.", .. new string?[columns.Count - 1]], count);
                count++;
                break;
            }

            Add(text, row, count);
            count++;
            if (text.Length >= FlushCharacters)
            {
                await FlushAsync(response, text, cancellationToken);
            }
        }

        if (!isCsv)
        {
            text.Append(count == 0 ? "[]\n" : "\n]\n");
        }

        await FlushAsync(response, text, cancellationToken);
    }

    private void Add(StringBuilder text, IReadOnlyList<string?> row, int index)
    {
        if (isCsv)
        {
            CsvText.AddRow(text, row);
            return;
        }

        // One row a line, so that a program can read it line by line.
        text.Append(index == 0 ? "[\n{" : ",\n{");
        for (var i = 0; i < columns.Count; i++)
        {
            text.Append(i == 0 ? "\"" : ",\"").Append(columns[i]).Append("\":");
            if (row[i] is { } value)
            {
                text.Append('"').Append(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append('"');
            }
            else
            {
                text.Append("null");
            }
        }

        text.Append('}');
    }

    private static async Task FlushAsync(HttpResponse response, StringBuilder text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text.ToString(), Encoding.UTF8, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        text.Clear();
    }
}
