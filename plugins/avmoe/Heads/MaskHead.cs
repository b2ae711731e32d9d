namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// Segments what sounds (AVS): the maps of all stages at one width, each position told of the sound of all segments by temporal pixel-wise
/// audio-visual interaction (Zhou et al., ECCV 2022, equation 2), added up at the finest map's size, and a mask from two convolutions.
/// </summary>
internal sealed class MaskHead : EventHead
{
    private readonly Linear[] _widths;
    private readonly Interaction[] _interactions;
    private readonly Conv2d _smooth;
    private readonly Conv2d _mask;
    private readonly (int Side, int Width)[] _maps;
    private readonly long[] _size;
    private int _classes;

    /// <summary>Makes the head.</summary>
    /// <param name="maps">Side and width of each stage's map, from fine to coarse.</param>
    /// <param name="heard">Width of the sound.</param>
    /// <param name="hidden">Width of the head.</param>
    /// <param name="size">Height and width of a mask.</param>
    /// <param name="classes">Classes of the stream, which masks do not depend on.</param>
    /// <param name="seed">Decides the weights.</param>
    public MaskHead(IReadOnlyList<(int Side, int Width)> maps, int heard, int hidden, long[] size, int classes, long seed)
        : base("masks")
    {
        using var seeded = new SeededInitialisation(seed);
        (_maps, _size, _classes) = ([.. maps], size, classes);
        _widths = [.. maps.Select(map => nn.Linear(map.Width, hidden))];
        _interactions = [.. maps.Select(_ => new Interaction(heard, hidden))];
        (_smooth, _mask) = (nn.Conv2d(hidden, hidden, 3, padding: 1), nn.Conv2d(hidden, 1, 3, padding: 1));
        register_module("widths", nn.ModuleList(_widths));
        register_module("interactions", nn.ModuleList(_interactions));
        register_module("smooth", _smooth);
        register_module("mask", _mask);
    }

    public override int Classes => _classes;

    public override void Grow(int classes, long seed) => _classes = Math.Max(_classes, classes);

    public override Dictionary<string, Tensor> Answer(HeadInput input)
    {
        var (rows, segments) = (input.Sound.size(0), input.Sound.size(1));
        Tensor? sum = null;
        for (var stage = 0; stage < _maps.Length; stage++)
        {
            var side = _maps[stage].Side;
            var told = _interactions[stage].Tell(_widths[stage].call(input.Maps[stage]).view(rows, segments * side * side, -1), input.Sound);
            var map = told.view(rows * segments, side, side, -1).permute(0, 3, 1, 2);
            if (stage > 0) map = Fit(map, [_maps[0].Side, _maps[0].Side]);
            sum = sum is null ? map : sum + map;
        }

        var mask = Fit(_mask.call(nn.functional.relu(_smooth.call(sum!))), _size);
        return new(StringComparer.Ordinal) { [EventKeys.MaskScores] = mask.view(rows, segments, 1, _size[0], _size[1]) };
    }

    private static Tensor Fit(Tensor map, long[] size) =>
        nn.functional.interpolate(map, size, mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Z = V + mu(theta(V) phi(A)^T g(V) / n) over the n positions of all segments, where A repeats a segment's sound at each position.</summary>
    private sealed class Interaction : nn.Module
    {
        private readonly Linear _sound;
        private readonly Linear _theta;
        private readonly Linear _phi;
        private readonly Linear _value;
        private readonly Linear _out;

        public Interaction(int heard, int hidden)
            : base("interaction")
        {
            (_sound, _theta, _phi) = (nn.Linear(heard, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, hidden));
            (_value, _out) = (nn.Linear(hidden, hidden), nn.Linear(hidden, hidden));
            register_module("sound", _sound);
            register_module("theta", _theta);
            register_module("phi", _phi);
            register_module("value", _value);
            register_module("out", _out);
        }

        public Tensor Tell(Tensor positions, Tensor sound)
        {
            var count = positions.size(1);
            var heard = _phi.call(_sound.call(sound)).repeat_interleave(count / sound.size(1), 1);
            // Multiplied from the right: (width, width) in place of (positions, positions).
            var gathered = heard.transpose(1, 2).matmul(_value.call(positions)) / count;
            return positions + _out.call(_theta.call(positions).matmul(gathered));
        }

        protected override void RegisterComponents()
        {
        }
    }
}
