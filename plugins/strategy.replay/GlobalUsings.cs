global using PluginHost.Contracts;
global using PluginHost.Learning;
