// Stands where the frontend would load a formula typesetter; our pages hold no formulas. It asks for these names only.
window.MathJax = {
  Hub: { Config() {}, Configured() {}, Queue() {}, Register: { StartupHook() {} } },
};
