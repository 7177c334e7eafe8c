"""Changes of snippets that no test can or should notice. The list can only shrink: `make mutants` names what must go.

By file below snippets/: the change, as `make mutants` names it, and why it is let live.
"""

DEFAULT = "this is the default; it is written to be read"
DEVICE = "the tests run on one device, the default"
GRID = "the integral does not depend on where a wide, fine grid ends"
PLACEHOLDER = "the parameter is there for the optimizer only; nobody looks at it"
SEARCH = "the minimum does not depend on where a search begins and how many steps it may take at most"

ACCEPTED: dict[str, dict[str, str]] = {
    "architectures/autoencoders_torch.py": {
        "train_autoencoder: X + noise_std * torch.randn_like(X) → X - noise_std * torch.randn_like(X)": (
            "normal noise is symmetric"
        ),
    },
    "architectures/convolution_variants_torch.py": {
        "by_resizing: nn.Upsample(scale_factor=2, mode='nearest') → nn.Upsample(scale_factor=2)": DEFAULT,
    },
    "architectures/convolutional_networks.py": {
        "convolve: -1 → -2": ("kernels are square"),
        "convolve: True → False": ("the order of the sums changes the time, not the value"),
    },
    "foundations/activation_functions.py": {
        "rectifier: 0 → 1 (2)": ("where z is positive, the other value is taken"),
        "rectifier: z > 0 → z >= 0 (2)": ("both values are 0 at 0"),
    },
    "foundations/backpropagation.py": {
        "backward: index > 0 → index >= 0": ("the gradient of the data would be computed for nobody"),
    },
    "foundations/backpropagation_torch.py": {
        "counted_flops: output.sum() → output.mean()": ("the products of matrices are the same"),
    },
    "foundations/deep_learning_vs_machine_learning.py": {
        "fit_logistic: 15 → 16": ("Newton's method has arrived"),
        "fit_logistic: 15 → 14": ("Newton's method has arrived"),
        "fit_stumps: X[:, column] <= threshold → X[:, column] < threshold": ("the threshold lies between two examples"),
        "train_network: 0 * part → 0": ("a number becomes an array when the first is added"),
        "train_network: 0 * part → 0 (2)": ("a number becomes an array when the first is added"),
    },
    "foundations/loss_functions.py": {
        "huber_loss: size <= delta → size < delta": ("both branches are equal at delta"),
        "best_constant: 200 → 201": ("the interval is as short as numbers allow"),
        "best_constant: 200 → 199": ("the interval is as short as numbers allow"),
        "best_constant: loss(np.array(left), targets).mean() < loss(np.array(right), targets).mean() → "
        "loss(np.array(left), targets).mean() <= loss(np.array(right), targets).mean()": (
            "between two equally good points either side may go"
        ),
    },
    "foundations/relu_torch.py": {
        "slope_at_zero: function(z).sum() → function(z).mean()": ("there is one number"),
    },
    "optimization/adaptive_optimizers_torch.py": {
        "adamw_for: optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.999)) → "
        "optim.AdamW(groups, lr=learning_rate)": DEFAULT,
    },
    "optimization/learning_rate.py": {
        "range_test: X[batch] @ theta - y[batch] → X[batch] @ theta + y[batch]": (
            "from zero, the mirrored problem has the same losses"
        ),
    },
    "optimization/learning_rate_torch.py": {
        "reduce_on_plateau: torch.zeros(1, requires_grad=True) → torch.ones(1, requires_grad=True)": PLACEHOLDER,
        "reduce_on_plateau: 1 → 2": PLACEHOLDER,
        "reduce_on_plateau: 1 → 0": PLACEHOLDER,
        "reduce_on_plateau: True → False": PLACEHOLDER,
    },
    "optimization/optimizers_torch.py": {
        "make_optimizer: optim.RMSprop(parameters, lr=learning_rate, alpha=0.99) → "
        "optim.RMSprop(parameters, lr=learning_rate)": DEFAULT,
        "make_optimizer: optim.Adadelta(parameters, lr=learning_rate, rho=0.9) → "
        "optim.Adadelta(parameters, lr=learning_rate)": DEFAULT,
        "make_optimizer: optim.Adam(parameters, lr=learning_rate, betas=(0.9, 0.999)) → "
        "optim.Adam(parameters, lr=learning_rate)": DEFAULT,
        "make_optimizer: optim.AdamW(parameters, lr=learning_rate, weight_decay=0.01) → "
        "optim.AdamW(parameters, lr=learning_rate)": DEFAULT,
    },
    "practice/calibration_and_uncertainty_torch.py": {
        "fit_temperature: torch.zeros((), dtype=z.dtype, requires_grad=True) → "
        "torch.ones((), dtype=z.dtype, requires_grad=True)": SEARCH,
        "fit_temperature: torch.zeros((), dtype=z.dtype, requires_grad=True) → torch.zeros((), requires_grad=True)": (
            "the search is no finer than single precision"
        ),
    },
    "practice/data_preparation.py": {
        "descent_steps: range(np.iinfo(np.intp).max) → range(np.iinfo(np.intp).max - 1)": SEARCH,
    },
    "practice/debugging_torch.py": {
        "safe_sqrt: 1.0 → 2.0": ("any positive number will do where the root is not used"),
    },
    "practice/deployment.py": {
        "quantize: 1.0 → 2.0": ("zeros are stored exactly, whatever the step"),
    },
    "regularization/augmentation_and_label_smoothing_torch.py": {
        "mixup_loss: torch.randperm(len(inputs), device=inputs.device) → torch.randperm(len(inputs))": DEVICE,
    },
    "regularization/batch_normalization.py": {
        "batch_norm: -1 → -2": ("whatever is negative in a shape means the rest"),
    },
    "regularization/early_stopping.py": {
        "expected_maximum: -10 → -9": GRID,
        "expected_maximum: -10 → -11": GRID,
        "expected_maximum: 10 → 11": GRID,
        "expected_maximum: 10 → 9": GRID,
        "expected_maximum: 20001 → 20002": GRID,
        "expected_maximum: 20001 → 20000": GRID,
    },
    "training/batch_size.py": {
        "chunked_gradient: range(0, len(y), chunk_size) → range(0, len(y) + 1, chunk_size)": (
            "one more chunk would be empty and add nothing"
        ),
    },
    "training/epochs_batches_iterations_torch.py": {
        "iterations_per_epoch: True → False": ("the number of mini-batches does not depend on their order"),
        "step_decay: torch.zeros(1, requires_grad=True) → torch.ones(1, requires_grad=True)": PLACEHOLDER,
        "step_decay: 1 → 2": PLACEHOLDER,
        "step_decay: 1 → 0": PLACEHOLDER,
        "step_decay: True → False": PLACEHOLDER,
    },
    "training/vanishing_exploding_gradients.py": {
        "clip_by_global_norm: 1.0 → 2.0 (2)": ("the gradients that it multiplies are zero"),
    },
    "training/weight_initialization.py": {
        "orthogonal: q * np.sign(np.diag(r)) → q / np.sign(np.diag(r))": ("signs are their own inverse"),
    },
    "training/weight_initialization_torch.py": {
        "draw_weights: nn.init.kaiming_normal_(layer.weight, nonlinearity='relu') → "
        "nn.init.kaiming_normal_(layer.weight)": ("the default is a leaky ReLU of slope 0, which is the ReLU"),
    },
}
