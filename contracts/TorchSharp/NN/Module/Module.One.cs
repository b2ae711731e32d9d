namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with one input.</summary>
        /// <typeparam name="T">Type of input.</typeparam>
        /// <typeparam name="TResult">Type of the result.</typeparam>
        public interface IModule<in T, out TResult>
        {
            /// <summary>Computes the result, running hooks.</summary>
            TResult call(T input);
        }

        /// <summary>A module with one input: derive, implement <see cref="forward"/>, use <see cref="call"/>.</summary>
        /// <typeparam name="T">Type of input.</typeparam>
        /// <typeparam name="TResult">Type of the result.</typeparam>
        public abstract class Module<T, TResult> : HookableModule<
            Func<Module<T, TResult>, T, T>,
            Func<Module<T, TResult>, T, TResult, TResult>>,
            IModule<T, TResult>
        {
            /// <summary>Names the module.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result; hooks do not run when this is called directly.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the result, running hooks before and after; a hook that returns null changes nothing.</summary>
            public virtual TResult call(T input)
            {
                if (!HasHooks)
                {
                    return forward(input);
                }

                foreach (var hook in PreHooks)
                {
                    if (hook(this, input) is { } changed)
                    {
                        input = changed;
                    }
                }

                RunPlainPre();
                var result = forward(input);
                foreach (var hook in PostHooks)
                {
                    if (hook(this, input, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                RunPlainPost();
                return result;
            }
        }
    }
}
