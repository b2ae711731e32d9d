namespace PluginHost.Plugins.Ewf;

/// <summary>The fusion of weights before and after an experience (Xiao et al., CVPR 2023).</summary>
public static class WeightFusion
{
    /// <summary>The share of the new weights: sqrt(new / (new + old)).</summary>
    public static double Alpha(int newClasses, int oldClasses) => Math.Sqrt((double)newClasses / (newClasses + oldClasses));

    /// <summary>
    /// Sets every entry to (1 - alpha)·before + alpha·after, running statistics of normalisation included. Of an entry that has
    /// grown the part that was there before is fused; new entries and integer counters keep their values.
    /// </summary>
    /// <param name="module">The module after the experience; changed in place.</param>
    /// <param name="before">The state dictionary before it.</param>
    /// <param name="alpha">The share of the new weights.</param>
    public static void Fuse(nn.Module module, IReadOnlyDictionary<string, Tensor> before, double alpha)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, after) in module.state_dict())
        {
            if (!before.TryGetValue(name, out var old) || !after.is_floating_point()) continue;
            var part = after.detach();
            for (var axis = 0; axis < old.shape.Length; axis++)
                if (old.shape[axis] < part.shape[axis]) part = part.narrow(axis, 0, old.shape[axis]);
            part.mul_(alpha).add_(old.to(part.device), 1 - alpha);
        }
    }
}
