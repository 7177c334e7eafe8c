"""Changes of snippets that no test can or should notice. The list can only shrink: `make mutants` names what must go.

By file below snippets/: the change, as `make mutants` names it, and why it is let live.
"""

ACCEPTED: dict[str, dict[str, str]] = {
    "training/batch_size.py": {
        "chunked_gradient: range(0, len(y), chunk_size) → range(0, len(y) + 1, chunk_size)": (
            "one more chunk would be empty and add nothing"
        ),
    },
    "training/epochs_batches_iterations_torch.py": {
        "iterations_per_epoch: True → False": "the number of mini-batches does not depend on their order",
        "step_decay: torch.zeros(1, requires_grad=True) → torch.ones(1, requires_grad=True)": (
            "the parameter is there for the optimizer only; nobody looks at it"
        ),
        "step_decay: 1 → 2": "the parameter is there for the optimizer only; nobody looks at it",
        "step_decay: 1 → 0": "the parameter is there for the optimizer only; nobody looks at it",
        "step_decay: True → False": "the parameter is there for the optimizer only; nobody looks at it",
    },
    "training/vanishing_exploding_gradients.py": {
        "clip_by_global_norm: 1.0 → 2.0 (2)": "the gradients that it multiplies are zero",
    },
    "training/weight_initialization.py": {
        "orthogonal: q * np.sign(np.diag(r)) → q / np.sign(np.diag(r))": "signs are their own inverse",
    },
    "training/weight_initialization_torch.py": {
        "draw_weights: nn.init.kaiming_normal_(layer.weight, nonlinearity='relu') → "
        "nn.init.kaiming_normal_(layer.weight)": "the default is a leaky ReLU of slope 0, which is the ReLU",
    },
}
