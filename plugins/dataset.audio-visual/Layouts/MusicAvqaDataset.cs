using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of MUSIC-AVQA.</summary>
public sealed class MusicAvqaOptions : WindowOptions
{
    /// <summary>Takes the validation split that the set has, and its length of a minute.</summary>
    public MusicAvqaOptions() => (Validation, Seconds) = (0, 60);
}

/// <summary>
/// MUSIC-AVQA (Li et al., CVPR 2022): questions about videos of a minute, answered by one word of a closed set, which are the classes.
/// Read are avqa-train.json, avqa-val.json, avqa-test.json (in the folder, json/ or data/json/) and VIDEO.mp4 at any depth. Questions
/// about one video are a group. Thread-safe once prepared.
/// </summary>
[Component("music-avqa")]
public sealed partial class MusicAvqaDataset(MusicAvqaOptions options, IRunContext run, IRunEvents events)
    : ClipDataset("MUSIC-AVQA", options, run, events)
{
    private const string Renew = "Fetch it again from the set's repository.";

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var folder = ((string[])["", "json", Path.Combine("data", "json")]).Select(part => Path.Combine(root, part))
            .FirstOrDefault(part => File.Exists(Path.Combine(part, "avqa-train.json"))) ?? root;
        // As in the set's own code, the answers are those of the training questions in the order in which they come.
        var answers = new List<string>();
        var entries = new List<ClipEntry>();
        var unknown = new List<string>();
        foreach (var (file, split) in ((string, Split)[])
            [("avqa-train.json", Split.Train), ("avqa-val.json", Split.Validation), ("avqa-test.json", Split.Test)])
        {
            foreach (var (video, id, question, answer) in Questions(Path.Combine(folder, file)))
            {
                var label = answers.IndexOf(answer);
                if (label < 0 && split != Split.Train)
                {
                    unknown.Add($"'{answer}' of question {id} of '{video}'");
                    continue;
                }

                if (label < 0)
                {
                    label = answers.Count;
                    answers.Add(answer);
                }

                entries.Add(new($"{video}/{id}", [label], split)
                {
                    Stems = [video],
                    Group = video,
                    Texts = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [AudioVisualKeys.Question] = question, [AudioVisualKeys.Answer] = answer,
                    },
                });
            }
        }

        return new(answers, entries, unknown.Count == 0 ? [] :
            [$"answers that do not occur in training were left out: {unknown.Count}, such as {unknown[0]}"]);
    }

    private static List<(string Video, string Id, string Question, string Answer)> Questions(string path)
    {
        var file = DataFile.At(path, Renew);
        try
        {
            using var json = JsonDocument.Parse(file.Read());
            var questions = new List<(string Video, string Id, string Question, string Answer)>();
            foreach (var entry in json.RootElement.EnumerateArray())
            {
                // The set's own spelling is "anser".
                questions.Add((entry.GetProperty("video_id").GetString()!, entry.GetProperty("question_id").ToString(),
                    Filled(entry.GetProperty("question_content").GetString()!, entry.GetProperty("templ_values").GetString()!),
                    entry.GetProperty("anser").GetString()!));
            }

            return questions;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw file.Damaged($"is no list of questions with video_id, question_id, question_content, templ_values and anser: "
                + $"{error.Message.TrimEnd('.')}");
        }
    }

    // Templates have gaps, <Object>, and their words in a list beside them: ["violin"].
    private static string Filled(string template, string values)
    {
        string[] words = [.. Word().Matches(values).Select(match => match.Groups["word"].Value)];
        var (text, next, gap) = (new StringBuilder(), 0, false);
        foreach (var letter in template.Trim())
        {
            if (letter == '<')
            {
                gap = true;
                text.Append(next < words.Length ? words[next++] : "");
            }

            if (!gap) text.Append(letter);
            if (letter == '>') gap = false;
        }

        return text.ToString();
    }

    [GeneratedRegex("[\"'](?<word>[^\"']*)[\"']", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
