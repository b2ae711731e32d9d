namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate: call step() after each epoch (or batch) and its optimizer steps.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups as epochs pass.</summary>
            public abstract class LRScheduler
            {
                private readonly ILearningRateController[] _groups;
                private readonly bool _verbose;

                private protected LRScheduler(Optimizer? optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _groups = optimizer is null ? [] : [.. optimizer.ParamGroups];
                    _verbose = verbose;
                    LastEpoch = last_epoch;
                    foreach (var group in last_epoch == -1 ? _groups : [])
                    {
                        // A schedule after the first refers to the same start.
                        group.InitialLearningRate = group.InitialLearningRate == 0.0 ? group.LearningRate : group.InitialLearningRate;
                    }

                    BaseRates = [.. _groups.Select(group => group.InitialLearningRate)];
                }

                /// <summary>Steps made, the first being 0.</summary>
                public int LastEpoch { get; private protected set; }

                private protected double[] BaseRates { get; private set; }

                private protected IReadOnlyList<ILearningRateController> Groups => _groups;

                /// <summary>Goes to the next epoch and sets the rates.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to an epoch, or to the next, and sets the rates.</summary>
                public virtual void step(int? epoch)
                {
                    LastEpoch = epoch ?? LastEpoch + 1;
                    for (var i = 0; i < _groups.Length; i++)
                    {
                        _groups[i].LearningRate = epoch is null ? Next(i) : At(i);
                        if (_verbose)
                        {
                            Console.WriteLine($"Epoch {LastEpoch}: learning rate of group {i} is {_groups[i].LearningRate:G4}.");
                        }
                    }
                }

                /// <summary>Goes on with a measured value, which only ReduceLROnPlateau looks at.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates of the groups as last set.</summary>
                public IEnumerable<double> get_last_lr() => _groups.Select(group => group.LearningRate);

                /// <summary>The numbers that a resumed run needs, by name.</summary>
                internal virtual Dictionary<string, double> Save()
                {
                    var state = new Dictionary<string, double> { ["last_epoch"] = LastEpoch };
                    for (var i = 0; i < BaseRates.Length; i++)
                    {
                        state[$"base_lr.{i}"] = BaseRates[i];
                        state[$"lr.{i}"] = _groups[i].LearningRate;
                    }

                    return state;
                }

                /// <summary>Restores what <see cref="Save"/> gave.</summary>
                internal virtual void Load(IReadOnlyDictionary<string, double> state)
                {
                    LastEpoch = (int)state["last_epoch"];
                    BaseRates = [.. BaseRates.Select((_, i) => state[$"base_lr.{i}"])];
                    for (var i = 0; i < _groups.Length; i++)
                    {
                        (_groups[i].InitialLearningRate, _groups[i].LearningRate) = (BaseRates[i], state[$"lr.{i}"]);
                    }
                }

                /// <summary>Takes back the count of the step that the constructor made.</summary>
                internal void StepBack() => LastEpoch--;

                /// <summary>The rate of a group from its rate before, so that several schedules can act together.</summary>
                private protected abstract double Next(int group);

                /// <summary>The rate of a group from the epoch alone, where there is a closed form.</summary>
                private protected virtual double At(int group) => Next(group);

                private protected double Rate(int group) => _groups[group].LearningRate;
            }
        }
    }
}
