// A classifier of 8x8 images: two layers, GELU between them, softmax cross-entropy on top.
// The batch size is `?`: the last batch of an epoch is smaller, and nothing is compiled again.

func.func @logits(%images: tensor<?x64xf32>,
                  %w1: tensor<128x64xf32>, %b1: tensor<128xf32>,
                  %w2: tensor<10x128xf32>, %b2: tensor<10xf32>) -> tensor<?x10xf32> {
  %z = aten.linear %images, %w1, %b1 : tensor<?x64xf32>, tensor<128x64xf32>, tensor<128xf32> -> tensor<?x128xf32>
  %hidden = aten.gelu %z : tensor<?x128xf32> -> tensor<?x128xf32>
  %logits = aten.linear %hidden, %w2, %b2 : tensor<?x128xf32>, tensor<10x128xf32>, tensor<10xf32> -> tensor<?x10xf32>
  return %logits : tensor<?x10xf32>
}

func.func @loss(%images: tensor<?x64xf32>, %digits: tensor<?xi64>,
                %w1: tensor<128x64xf32>, %b1: tensor<128xf32>,
                %w2: tensor<10x128xf32>, %b2: tensor<10xf32>) -> tensor<f32> {
  %logits = call @logits(%images, %w1, %b1, %w2, %b2)
    : (tensor<?x64xf32>, tensor<128x64xf32>, tensor<128xf32>, tensor<10x128xf32>, tensor<10xf32>) -> tensor<?x10xf32>
  %loss = aten.cross_entropy %logits, %digits : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  return %loss : tensor<f32>
}
