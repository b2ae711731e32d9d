using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Makes a parameter; the tensor given must not be used afterwards.</summary>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>Parameters under numbers.</summary>
        public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);

        /// <summary>Parameters under names.</summary>
        public static ParameterDict ParameterDict(params (string, Parameter)[] parameters) => new(parameters);

        /// <summary>Modules of one type under numbers.</summary>
        public static ModuleList<T> ModuleList<T>(params T[] modules)
            where T : Module
            => new(modules);

        /// <summary>Modules under numbers.</summary>
        public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

        /// <summary>Modules of one type under names.</summary>
        public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
            where T : Module
            => new(modules);

        /// <summary>Modules one after another, under numbers.</summary>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules)
            => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

        /// <summary>Modules one after another, under names.</summary>
        public static Sequential Sequential(params (string, Module<Tensor, Tensor>)[] modules) => new(modules);

        /// <summary>Modules one after another, under numbers.</summary>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
            => new(modules.Select((module, i) => (i.ToString(), module)));

        /// <summary>Modules one after another, under names.</summary>
        public static Sequential Sequential(IEnumerable<(string, Module<Tensor, Tensor>)> modules) => new(modules);
    }
}
