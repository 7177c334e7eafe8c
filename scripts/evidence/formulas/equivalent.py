"""Changes of formulas that say the same as before, so that no binding can notice them. The list can only shrink.

By function and number of the formula: the changed statement as it is spelled, and why it is the same.
"""

EQUIVALENT: dict[str, dict[str, str]] = {
    "architectures.autoencoders.denoising_map#1": {
        r"W = \arg\min_{W} E[\Vertx - W(x - \varepsilon)\Vert^{2}] = \Sigma(\Sigma + s^{2}  I)^{- 1}": (
            "noise of mean zero that does not depend on x has no sign"
        ),
    },
    "architectures.autoencoders.pca_error#1": {
        r"\min(\mathcal{L}) = \lambda_{d} + \dots + \lambda_{k + 1}": "a sum has no order",
    },
    "architectures.convolution_arithmetic.receptive_fields#1": {
        r"r_{l} = r_{l - 1} + j_{l - 1}(k_{l} - 1)  d_{l}": "a product has no order",
    },
    "architectures.recurrent_networks.rnn_backward#1": {
        r"\frac{\partial \mathcal{L}}{\partial W_{h}} = \sum_{s=2 .. T} \delta_{s}  h_{s - 1}^\top": "h_0 is 0",
    },
    "architectures.sequence_models.gru_step_backward#1": {
        r"\left.\frac{\partial h_{t}}{\partial h_{t - 1}}\right|_{\tilde{h}_{t}, z_{t}\ \text{fixed}}"
        r" = \operatorname{diag}(z_{t})": "what is held fixed has no order",
    },
    "architectures.yolo.intersection_over_union#1": {
        r"\mathrm{IoU}(A, B) = \frac{|A \cap B|}{|A \cup B|} = \frac{|A \cap B|}{|A| + |B| - |A \cap B|} \in [0, 2]": (
            "what lies in an interval lies in a wider one"
        ),
    },
    "attention_and_transformers.attention.additive_scores#1": {
        r"k^\top  q": "the scalar product of two vectors has no order",
    },
    "attention_and_transformers.attention.dot_scores#1": {
        r"Var[k^\top  q] = \sum_{i=1 .. d_{k}} Var[q_{i}  k_{i}] = d_{k}": "a scalar product has no order",
        r"Var[q^\top  k] = \sum_{i=1 .. d_{k}} Var[k_{i}] = d_{k}": "components and their products have variance 1",
        r"Var[q^\top  k] = \sum_{i=1 .. d_{k}} Var[q_{i}] = d_{k}": "components and their products have variance 1",
        r"Var[\frac{k^\top  q}{\sqrt(d_{k}, 2)}] = 1": "a scalar product has no order",
    },
    "attention_and_transformers.masks_and_cross_attention.mixing_cost#1": {
        r"m  n(d_{k} + d_{v})": "a product has no order",
    },
    "attention_and_transformers.positions.alibi#1": {
        r"s_{i, j} = \frac{k_{j}^\top  q_{i}}{\sqrt(d, 2)} - m_{h}(i - j)": "the scalar product has no order",
    },
    "attention_and_transformers.positions.shift#1": {
        r"\mathrm{PE}(p) \cdot \mathrm{PE}(q) = \sum_{i=0 .. d / 2 - 1} \cos((q - p)  \theta_{i})": "cos is even",
    },
    "attention_and_transformers.transformer.feed_forward#1": {
        r"\operatorname{FFN}(x) = W_{2}  \varphi(W_{1}  x + b) + c"
        r" = \sum_{i=1 .. h} \varphi(x^\top  k_{i} + b_{i})  v_{i} + c": "a scalar product has no order",
    },
    "foundations.activation_functions.softmax_jacobian#1": {
        r"\frac{\partial p_{i}}{\partial z_{j}} = p_{j}(\delta_{i, j} - p_{i})": "the Jacobian is symmetric",
    },
    "foundations.deep_learning_vs_machine_learning.bands#1": {
        r"y = 1 if \cos(3  x^\top  u) > 0; 0 if else": "the scalar product of two vectors has no order",
    },
    "foundations.loss_functions.gaussian_nll#1": {
        r"- \log(\mathcal{N}(\hat{y}, y, \sigma^{2}))"
        r" = \frac{(y - \hat{y})^{2}}{2  \sigma^{2}} + \log(\sigma) + \frac{1}{2}  \log(2  \pi)": (
            "the normal density is symmetric in value and mean"
        ),
    },
    "foundations.maximum_likelihood.jensen_shannon#1": {
        r"\mathrm{JS}(q, p) = \frac{1}{2}  \mathrm{KL}(p, m) + \frac{1}{2}  \mathrm{KL}(q, m)": "it is symmetric",
    },
    "foundations.representation_power.perceptron_step#1": {
        r"\hat{y} = \mathbf 1[x^\top  w + b > 0]": "the scalar product of two vectors has no order",
    },
    "foundations.softmax_gradient.softmax_cross_entropy#1": {
        (
            r"\frac{\partial \mathcal{L}}{\partial z_{j}} = "
            r"- \sum_{k} \frac{y_{k}}{p_{k}}  \frac{\partial p_{k}}{\partial z_{j}} = "
            r"- \sum_{k} \delta_{k, j}(y_{k} - p_{j}) = p_{j} - y_{j}"
        ): "the target sums to 1, so that both sums are p_j - y_j",
    },
    "generative_models.overview.posterior#1": {
        r"p(1, x) = \frac{p(x, 1)  p(1)}{p(x, 0)  p(0) + p(x, 1)  p(1)} = \sigma(x^\top  w + b)": (
            "the scalar product of two vectors has no order"
        ),
    },
    "generative_models.vae.score_gradients#1": {
        r"\frac{\partial E[f(\mu - \sigma  \varepsilon)]}{\partial \mu}"
        r" = E[f(\mu + \sigma  \varepsilon)  \frac{\varepsilon}{\sigma}]": "standard normal noise is symmetric",
        r"\frac{\partial E[f(\mu - \sigma  \varepsilon)]}{\partial \sigma}"
        r" = E[f(\mu + \sigma  \varepsilon)  \frac{\varepsilon^{2} - 1}{\sigma}]": "standard normal noise is symmetric",
        r"\frac{\partial E[f(\mu + \sigma  \varepsilon)]}{\partial \sigma}"
        r" = E[f(\mu - \sigma  \varepsilon)  \frac{\varepsilon^{2} - 1}{\sigma}]": "standard normal noise is symmetric",
    },
    "language_models.serving.verified#1": {
        r"\hat{p}_{i} = q_{i}  \min(1, \frac{p_{i}}{q_{i}})"
        r" + (1 - \alpha)  \frac{\max(0, p_{i} - q_{i})}{\sum_{j} \max(0, q_{j} - p_{j})} = p_{i}": (
            "two distributions exceed each other by the same mass"
        ),
    },
    "practice.debugging.sqrt_gradient#1": {
        r"\frac{\partial \sqrt(\epsilon + x, 2)}{\partial \epsilon} = \frac{1}{2  \sqrt(x + \epsilon, 2)}": (
            "x and ε enter only by their sum"
        ),
    },
    "practice.deployment.population_stability_index#1": {
        r"\mathrm{PSI} = \sum_{k=1 .. K} (r_{k} - c_{k})  \ln(\frac{r_{k}}{c_{k}})"
        r" = \mathrm{KL}(c, r) + \mathrm{KL}(r, c)": "both factors change their sign",
    },
    "practice.interpretability.rescale_hidden#1": {
        r"\frac{v}{a}  \operatorname{ReLU}(a  x^\top  w + a  b) = v  \operatorname{ReLU}(w^\top  x + b)": (
            "the scalar product of two vectors has no order"
        ),
        r"\frac{v}{a}  \operatorname{ReLU}(a  w^\top  x + a  b) = v  \operatorname{ReLU}(x^\top  w + b)": (
            "the scalar product of two vectors has no order"
        ),
    },
    "regularization.early_stopping.expected_maximum#1": {
        "c_{101} = 2.51": "the means of the largest of 100 and of 101 are equal at the printed precision",
        "c_{1001} = 3.24": "the means of the largest of 1000 and of 1001 are equal at the printed precision",
    },
}
