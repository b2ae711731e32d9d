global using PluginHost.Classifiers;
global using PluginHost.Consolidation;
global using PluginHost.Distillation;
global using PluginHost.Networks;
global using PluginHost.Replay;
global using PluginHost.Tensors;
