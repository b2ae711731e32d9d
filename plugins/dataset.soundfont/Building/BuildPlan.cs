using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Instruments;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>All clips of a set, from the options and the banks that were found.</summary>
internal sealed class BuildPlan
{
    private readonly SoundfontOptions _options;
    private readonly Dictionary<string, Bank> _banks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Bank Bank, int BankNumber, int Program)> _own = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    public BuildPlan(SoundfontOptions options, Func<string, string> resolve)
    {
        _options = options;
        foreach (var name in options.Banks) Open(BankCatalog.Open(name, options, resolve), bank => _banks[name] = bank);
        foreach (var (name, choice) in options.Presets)
        {
            var opened = BankCatalog.OpenFile($"own-{name}", resolve(choice.File), $"presets.{name}.file", "see the file", null);
            Open(opened, bank => _own[name] = (bank, choice.Bank, choice.Program));
        }

        if (_findings.Count == 0) CheckPresets();
    }

    /// <summary>What is missing on this machine; a plan with errors here must not be built.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Every soundfont that the set is rendered from.</summary>
    public IEnumerable<Bank> Banks =>
        _banks.Values.Concat(_own.Values.Select(own => own.Bank)).OrderBy(bank => bank.Name, StringComparer.Ordinal);

    /// <summary>The clips of a class: training, validation, test, numbered.</summary>
    public IReadOnlyList<ClipPlan> Clips(string name) =>
    [
        .. Clips(name, Split.Train, "train", _options.TrainClips),
        .. Clips(name, Split.Validation, "val", _options.ValidationClips),
        .. Clips(name, Split.Test, "test", _options.TestClips),
    ];

    private IEnumerable<ClipPlan> Clips(string name, Split split, string word, int count)
    {
        var byBank = string.Equals(_options.Split, "bank", StringComparison.Ordinal);
        var banks = _options.Banks
            .Where(bank => !byBank || _options.TestBanks.Contains(bank, StringComparer.Ordinal) == (split == Split.Test))
            .Select(bank => _banks[bank])
            .ToArray();
        for (var number = 0; number < count; number++)
        {
            var id = $"{name}-{word}-{number:000}";
            var random = new ClipRandom((ulong)_options.Seed, name, id).Branch("player");
            var bank = banks[number % banks.Length];
            var presets = Presets(name, bank);
            var preset = presets[random.Integer(0, presets.Count - 1)];
            var own = _own.TryGetValue(name, out var chosen);
            yield return new ClipPlan
            {
                Id = id,
                Class = name,
                Split = split,
                Bank = own ? chosen.Bank : bank,
                Preset = own ? (chosen.BankNumber, chosen.Program) : preset,
                Shift = own ? 0 : PresetMap.Transpose(preset),
                Proxy = !own && (PresetMap.Proxies.ContainsKey(name) || !PresetMap.Presets(name).Contains(preset)),
            };
        }
    }

    private static List<(int Bank, int Program)> Presets(string name, Bank bank)
    {
        var presets = PresetMap.Presets(name).Where(bank.Presets.Contains).ToList();
        if (presets.Count == 0 && PresetMap.Fallback(name) is { } other && bank.Presets.Contains(other)) presets.Add(other);
        return presets;
    }

    private void CheckPresets()
    {
        foreach (var name in _options.Names)
        {
            if (_own.TryGetValue(name, out var own))
            {
                if (!own.Bank.Presets.Contains((own.BankNumber, own.Program)))
                    _findings.Add(NoPreset($"presets.{name}", name, own.Bank, $"bank {own.BankNumber}, program {own.Program}"));
                continue;
            }

            foreach (var bank in _banks.Values.Where(bank => Presets(name, bank).Count == 0))
                _findings.Add(NoPreset("banks", name, bank, Known(name)));
        }
    }

    private static string Known(string name) =>
        string.Join(" or ", PresetMap.Presets(name).Select(preset => $"{preset.Bank}:{preset.Program}"));

    private static Finding NoPreset(string where, string name, Bank bank, string expected) => new()
    {
        Code = "SF0013",
        Where = where,
        What = $"the soundfont '{bank.File}' has no preset for {name}",
        Expected = expected,
        Fix = $"Leave {bank.Name} or {name} out, or name a preset under presets.{name}.",
    };

    private void Open((Bank? Bank, Finding? Finding) opened, Action<Bank> keep)
    {
        if (opened.Finding is not null) _findings.Add(opened.Finding);
        if (opened.Bank is not null) keep(opened.Bank);
    }
}
