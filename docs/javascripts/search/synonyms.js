// Words of the field that mean the same: one line a meaning, its wordings between commas. A wording of several words
// counts only where they stand together. Abbreviations with their expansions come from docs/_data/abbreviations.md.
const LINES = `
loss function, cost function, objective function, criterion, error function
learning rate, lr, step size, stepsize, alpha
neuron, unit, node, perceptron
skip connection, residual connection, shortcut connection, identity shortcut, residual, shortcut, highway connection
fully connected, dense, fc, linear layer
convolution, conv
convolutional neural network, convolutional network, convnet, cnn
recurrent neural network, recurrent network, recurrent, rnn
multilayer perceptron, feed forward network, feedforward network, mlp
batch norm, batch normalization, bn
layer norm, layer normalization
initialization, initializer, init
xavier, glorot
he initialization, kaiming
backpropagation, backprop, back propagation, backward pass
backpropagation through time, bptt
hyperparameter, hyper parameter, hparam, hyperparam
validation, val, held out, holdout, dev set, eval
accuracy, acc, accurate
parameter, param
gradient, grad
gradient descent, gd
stochastic gradient descent, sgd
optimizer, optim, solver
regularization, regularizer, penalty
weight decay, l2 regularization, l2 penalty, l2, ridge
data augmentation, augmentation, augment
sequence, time series, sequential
image, picture, photo
gpu, cuda, accelerator, graphics card
memory, vram, ram
out of memory, oom
nan, not a number, inf, infinity, infinite
multi gpu, multiple gpu, several gpu, distributed, ddp, data parallel
mixed precision, amp, autocast, fp16, half precision, float16, bf16
imbalanced, unbalanced, skewed, rare class, minority class, imbalance
class weight, weighted loss, pos weight
normalize, standardize, standardization, scaling, zscore, preprocessing
overfit, overtrain, memorize
underfit, undertrain
generalize, unseen data
vanish, disappear, shrink
explode, blow up, diverge
dead, dying relu, dead relu, dead neuron
fine tune, finetune, transfer learning, pretrained
learning rate schedule, lr scheduler, scheduler, annealing, decay
plateau, stuck, stagnate, stall, stop improving, not decrease, not improving, not decreasing, not going down, not changing, not learning, constant, flat
fluctuate, oscillate, jump, noisy, zigzag, bounce, unstable, spike, jumpy, erratic
fast, speed, quick, speedup
slow, takes long
choose, pick, select, set, decide
big, large, huge
small, tiny, little
inference, prediction, test time, serving, evaluation mode, eval mode, model eval
deploy, deployment, production, live
explain, interpretability, interpret, explainability, explainable, xai
feature importance, attribution, saliency, shap
bounding box, box, bbox
iou, intersection over union, jaccard, overlap
nms, non maximum suppression, non max suppression
confidence, objectness, conf
threshold, cutoff, thres, thresh
mae, mean absolute error, l1 loss, l1
mse, mean squared error, l2 loss, squared error
rmse, root mean squared error
bce, binary cross entropy, log loss
nll, negative log likelihood, nllloss
one hot, onehot
multi class, multiclass, categorical
multi label, multilabel
auc, roc, area under curve
anomaly, outlier, novelty
dimensionality reduction, dimension reduction, compress, bottleneck, latent
bidirectional, bi
epoch, pass over data
iteration, step, update
mini batch, minibatch, batch
type, kind, sort, variant
neural network, neural net, nn, ann, network
dataset, data set
compute, calculate
label, tag, annotation
robust, resistant, insensitive
`;

/** Each meaning as its wordings. */
export const SYNONYMS = LINES.trim().split("\n").map((line) => line.split(",").map((wording) => wording.trim()));
