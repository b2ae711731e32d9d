namespace PluginHost.Learning.Tests;

/// <summary>Classes in the order of the data set, so many per experience.</summary>
internal sealed class ToyBenchmark(int classesPerExperience = 2) : IBenchmark
{
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var names = dataset.Info.Classes;
        var starts = Enumerable.Range(0, (names.Count + classesPerExperience - 1) / classesPerExperience).Select(i => i * classesPerExperience);
        return new()
        {
            ClassNames = names,
            Experiences = [.. starts.Select((first, index) =>
            {
                int[] classes = [.. Enumerable.Range(first, Math.Min(classesPerExperience, names.Count - first))];
                IReadOnlyList<SampleInfo> Of(Split split) => [.. dataset.Samples(split).Where(sample => classes.Contains(sample.Label))];
                return new Experience
                {
                    Index = index,
                    Train = Of(Split.Train),
                    Validation = Of(Split.Validation),
                    Test = Of(Split.Test),
                    Classes = classes,
                    NewClasses = classes,
                };
            })],
        };
    }
}
