using System.Security.Cryptography;

namespace SamlSp.Claims;

/// <summary>The functions that give something new each time, from the cryptographic random generator.</summary>
internal static class RandomFunctions
{
    private const string Digits = "0123456789";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string Specials = "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/";
    private const int MaximumLength = 256;

    public static ExpressionValue NewGuid(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromText(Guid.NewGuid().ToString("D"));

    public static ExpressionValue RandomString(EvaluationContext context, CallExpression call)
    {
        var length = context.Number(call, 0) ?? 0;
        long[] minimums =
        [
            context.Number(call, 1) ?? 0,
            context.Number(call, 2) ?? 0,
            context.Number(call, 3) ?? 0,
            context.Number(call, 4) ?? 0,
        ];
        var avoided = context.Text(call, 5) ?? "";
        if (length is < 1 or > MaximumLength)
        {
            return context.Fail($"RandomString gives 1 to {MaximumLength} characters", call.Arguments[0].Position);
        }

        if (minimums.Any(static m => m is < 0 or > MaximumLength))
        {
            return context.Fail($"a minimum lies between 0 and {MaximumLength}", call.Arguments[1].Position);
        }

        if (minimums.Sum() > length)
        {
            return context.Fail("the minimums add up to more than the length", call.Arguments[0].Position);
        }

        string[] kinds =
        [
            .. new[] { Digits, Specials, Capitals, Small }.Select(kind =>
                string.Concat(kind.Where(c => !avoided.Contains(c, StringComparison.Ordinal)))
            ),
        ];
        var any = minimums[1] > 0 ? string.Concat(kinds) : string.Concat(kinds[0], kinds[2], kinds[3]);
        if (any.Length == 0 || kinds.Where((kind, i) => minimums[i] > 0 && kind.Length == 0).Any())
        {
            return context.Fail("the characters to avoid leave none to choose from", call.Arguments[^1].Position);
        }

        var result = new List<char>();
        for (var i = 0; i < kinds.Length; i++)
        {
            if (minimums[i] > 0)
            {
                result.AddRange(RandomNumberGenerator.GetItems<char>(kinds[i], (int)minimums[i]));
            }
        }

        if (length > result.Count)
        {
            result.AddRange(RandomNumberGenerator.GetItems<char>(any, (int)length - result.Count));
        }

        var shuffled = result.ToArray();
        RandomNumberGenerator.Shuffle<char>(shuffled);
        return ExpressionValue.FromText(new string(shuffled));
    }
}
