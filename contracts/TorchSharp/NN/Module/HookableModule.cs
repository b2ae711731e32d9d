namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module on which functions can be hung that run before and after it is called.</summary>
        /// <typeparam name="TPreHook">What sees, and may replace, the inputs.</typeparam>
        /// <typeparam name="TPostHook">What sees inputs and result, and may replace the result.</typeparam>
        public abstract class HookableModule<TPreHook, TPostHook> : Module
            where TPreHook : Delegate
            where TPostHook : Delegate
        {
            private readonly OrderedDictionary<string, TPreHook> _pre = [];
            private readonly OrderedDictionary<string, TPostHook> _post = [];
            private readonly OrderedDictionary<string, Action<Module>> _plainPre = [];
            private readonly OrderedDictionary<string, Action<Module>> _plainPost = [];
            private long _next;

            /// <summary>Names the module.</summary>
            protected HookableModule(string name)
                : base(name)
            {
            }

            private protected ICollection<TPreHook> PreHooks => _pre.Values;

            private protected ICollection<TPostHook> PostHooks => _post.Values;

            private protected bool HasHooks => _pre.Count + _post.Count + _plainPre.Count + _plainPost.Count > 0;

            /// <summary>Runs the hook after each call, in order of registration; remove it through what is returned.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Register(_post, hook);

            /// <summary>Runs the action after each call.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Register(_plainPost, hook);

            /// <summary>Runs the hook before each call.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(_pre, hook);

            /// <summary>Runs the action before each call.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(_plainPre, hook);

            private protected void RunPlainPre()
            {
                foreach (var hook in _plainPre.Values)
                {
                    hook(this);
                }
            }

            private protected void RunPlainPost()
            {
                foreach (var hook in _plainPost.Values)
                {
                    hook(this);
                }
            }

            private HookRemover Register<THook>(OrderedDictionary<string, THook> hooks, THook hook)
            {
                var key = (_next++).ToString();
                hooks.Add(key, hook);
                return new HookRemover(() => hooks.Remove(key));
            }
        }

        /// <summary>Takes a hook off its module.</summary>
        public sealed class HookRemover
        {
            private readonly Action _remove;

            internal HookRemover(Action remove) => _remove = remove;

            /// <summary>Takes the hook off; a second call does nothing.</summary>
            public void remove() => _remove();
        }
    }
}
