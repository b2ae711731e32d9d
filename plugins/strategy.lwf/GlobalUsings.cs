global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Distillation;
